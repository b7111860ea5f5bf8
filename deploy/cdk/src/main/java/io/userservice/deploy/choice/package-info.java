/** What is chosen when the stacks are synthesised, and what each choice comes to. */
package io.userservice.deploy.choice;
