package io.userservice.http.body;

import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.util.Map;

/** Answers with how many members a body has. */
@Path("/echo")
class EchoResource {

    @POST
    @Path("/large")
    @LargeBody
    public int large(Map<String, String> body) {
        return body.size();
    }

    @POST
    public int small(Map<String, String> body) {
        return body.size();
    }
}
