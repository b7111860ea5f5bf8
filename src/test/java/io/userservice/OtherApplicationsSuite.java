package io.userservice;

import org.junit.platform.suite.api.IncludeClassNamePatterns;
import org.junit.platform.suite.api.SelectPackages;
import org.junit.platform.suite.api.Suite;

/**
 * The tests of applications that differ from the usual one, by a profile or a cluster of their own. Quarkus starts each
 * application once, one after the other, in one JVM; the rest of the tests run in another meanwhile, see
 * {@link UsualApplicationSuite}. A class that is missing here runs there, as Aurora's does, so that both take equally long.
 */
@Suite
@SelectPackages("io.userservice")
@IncludeClassNamePatterns(OtherApplicationsSuite.CLASSES)
class OtherApplicationsSuite {

    static final String CLASSES = ".*\\.("
            + "RefusedTokens|Scopes|Fuzz" // JwtProfile
            + "|Cookie|SlowStatement|ClientsPage|LivePage|LiveEvents|LiveBrowser" // CookieAndShortTimes
            + "|CrossOrigin|ForwardedPrefix|ProxiedWriteRefusal" // BetweenProxies
            + "|WaitingCommit|RequestLimit|FallbackOff" // ThreeAtOnceNoFallback
            + "|ExhaustedPool|FallbackBudget|BoundedWait" // OneConnectionEach
            + "|Traces" // TracedOnWorkers
            + "|FrozenReplica|ReplicaRestart|BoundedAge|Statements" // NoProbes
            + "|Group|Zone|Switches|Discovery" // Operated, Discovering
            + "|StandbysFail|LoadBalanced|SilentConnection|CheapWait|LateReplica"
            + "|LiveBrowser|PrimariesFail|Promotion|TwoPrimaries|UnknownPooler|UnsuitableReplica" // Each with a cluster
            // of its own
            + ")Test";
}
