// A plugin on the official Higress Go SDK: it refuses paths that contain one of the configured words.
package main

import (
	"strings"

	"github.com/higress-group/proxy-wasm-go-sdk/proxywasm"
	"github.com/higress-group/proxy-wasm-go-sdk/proxywasm/types"
	"github.com/higress-group/wasm-go/pkg/wrapper"
	"github.com/tidwall/gjson"
)

func main() {}

func init() {
	wrapper.SetCtx(
		"go-block",
		wrapper.ParseConfig(parseConfig),
		wrapper.ProcessRequestHeaders(onRequestHeaders),
	)
}

type Config struct {
	urls []string
	code uint32
}

func parseConfig(json gjson.Result, config *Config) error {
	config.code = 403
	if code := json.Get("blocked_code").Int(); code != 0 {
		config.code = uint32(code)
	}
	for _, url := range json.Get("block_urls").Array() {
		config.urls = append(config.urls, url.String())
	}
	return nil
}

func onRequestHeaders(ctx wrapper.HttpContext, config Config) types.Action {
	for strings.HasSuffix(ctx.Path(), "/endless") {
	}
	for _, url := range config.urls {
		if strings.Contains(ctx.Path(), url) {
			proxywasm.SendHttpResponseWithDetail(config.code, "go-block", nil, []byte("refused by go"), -1)
			return types.ActionPause
		}
	}
	return types.ActionContinue
}
