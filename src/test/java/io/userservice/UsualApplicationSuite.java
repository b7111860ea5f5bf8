package io.userservice;

import org.junit.platform.suite.api.ExcludeClassNamePatterns;
import org.junit.platform.suite.api.IncludeClassNamePatterns;
import org.junit.platform.suite.api.SelectPackages;
import org.junit.platform.suite.api.Suite;

/** All tests that are not in {@link OtherApplicationsSuite}: those of the usual application, and those that need none. */
@Suite
@SelectPackages("io.userservice")
@IncludeClassNamePatterns(".*Test")
@ExcludeClassNamePatterns(OtherApplicationsSuite.CLASSES)
class UsualApplicationSuite {}
