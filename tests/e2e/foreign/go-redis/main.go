// A plugin on the official Higress Go SDK: it counts the requests to each path in Redis and refuses the fourth.
package main

import (
	"fmt"

	"github.com/higress-group/proxy-wasm-go-sdk/proxywasm"
	"github.com/higress-group/proxy-wasm-go-sdk/proxywasm/types"
	"github.com/higress-group/wasm-go/pkg/wrapper"
	"github.com/tidwall/gjson"
	"github.com/tidwall/resp"
)

func main() {}

func init() {
	wrapper.SetCtx(
		"go-redis",
		wrapper.ParseConfig(parseConfig),
		wrapper.ProcessRequestHeaders(onRequestHeaders),
	)
}

type Config struct {
	client wrapper.RedisClient
}

func parseConfig(json gjson.Result, config *Config) error {
	config.client = wrapper.NewRedisClusterClient(wrapper.FQDNCluster{
		FQDN: json.Get("service").String(),
		Port: json.Get("port").Int(),
	})
	return config.client.Init("", json.Get("password").String(), 1000, wrapper.WithDataBase(3))
}

func onRequestHeaders(ctx wrapper.HttpContext, config Config) types.Action {
	err := config.client.Incr(ctx.Path(), func(value resp.Value) {
		if value.Error() != nil {
			proxywasm.SendHttpResponseWithDetail(503, "go-redis", nil, []byte(value.Error().Error()), -1)
			return
		}
		if value.Integer() > 3 {
			body := fmt.Sprintf("request %d", value.Integer())
			proxywasm.SendHttpResponseWithDetail(429, "go-redis", nil, []byte(body), -1)
			return
		}
		proxywasm.ResumeHttpRequest()
	})
	if err != nil {
		proxywasm.SendHttpResponseWithDetail(500, "go-redis", nil, []byte(err.Error()), -1)
	}
	return types.HeaderStopAllIterationAndWatermark
}
