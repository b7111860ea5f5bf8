/** The network, and the two public doors to the service. */
package io.userservice.deploy.network;
