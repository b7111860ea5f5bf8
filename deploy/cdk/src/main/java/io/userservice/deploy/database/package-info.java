/** PostgreSQL on RDS or Aurora: its servers, its users, and what is watched of them. */
package io.userservice.deploy.database;
