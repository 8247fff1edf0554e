-- The peer of examples/plugins/request-block in Envoy's Lua filter: block_urls and block_headers, case-sensitive.
local block_urls = { "swagger.html", "/admin/secret", "foo=bar" }

function envoy_on_request(handle)
  local path = handle:headers():get(":path")
  for _, url in ipairs(block_urls) do
    if string.find(path, url, 1, true) then
      handle:respond({ [":status"] = "403" }, "")
      return
    end
  end
end
