/** What is watched: alarms and the dashboard that shows them, logs, and what cdk-nag finds. */
package io.userservice.deploy.watch;
