/** The stacks that the service runs in on AWS. */
package io.userservice.deploy;
