export * from "@solo-io/proxy-runtime/proxy";
import {
  Context,
  FilterHeadersStatusValues,
  RootContext,
  registerRootContext,
  send_local_response,
  stream_context,
  GrpcStatusValues,
} from "@solo-io/proxy-runtime";

class Root extends RootContext {
  createContext(context_id: u32): Context {
    return new Block(context_id, this);
  }
}

class Block extends Context {
  constructor(context_id: u32, root_context: RootContext) {
    super(context_id, root_context);
  }

  onRequestHeaders(count: u32, end_of_stream: bool): FilterHeadersStatusValues {
    while (stream_context.headers.request.get(":path") == "/endless") {}
    const path = stream_context.headers.request.get(":path");
    if (path.includes("swagger.html")) {
      send_local_response(403, "as-block", String.UTF8.encode("no"), [], GrpcStatusValues.Internal);
      return FilterHeadersStatusValues.StopIteration;
    }
    return FilterHeadersStatusValues.Continue;
  }
}

registerRootContext((context_id: u32) => {
  return new Root(context_id);
}, "as-block");
