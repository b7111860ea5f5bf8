package io.userservice.user;

import java.util.List;

/** Some of the users, newest first. An object, not a bare array, so that members can be added. */
public record UserPage(List<UserView> items) {}
