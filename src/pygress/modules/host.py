"""The host functions of Envoy 1.40.0, measured on the real binary: names, types, and the ABI versions that have them.

A module that imports a function with another name or type doesn't load, so what is missing is named before any Envoy
sees it. `tests/modules/test_host_table.py` checks the table against the Envoy that is installed.
"""

from pygress.modules.wasm import FunctionType

SUPPORTED_ABIS = ("0.1.0", "0.2.0", "0.2.1")
HIGRESS_ABI = "0.2.100"
WASI = ("wasi_snapshot_preview1", "wasi_unstable")

# By signature: `i` is i32, `l` is i64, the result stands behind `>`.
_ENV = {
    ">i": "proxy_done",
    "i>": "emscripten_notify_memory_growth",
    "i>i": (
        "proxy_get_current_time_nanoseconds proxy_grpc_cancel proxy_grpc_close "
        "proxy_set_effective_context proxy_set_tick_period_milliseconds"
    ),
    "ii>i": "proxy_get_header_map_size proxy_get_metric",
    "il>i": "proxy_increment_metric proxy_record_metric",
    "iii>i": (
        "proxy_dequeue_shared_queue proxy_enqueue_shared_queue proxy_get_buffer_status "
        "proxy_get_header_map_pairs proxy_get_status proxy_log proxy_register_shared_queue "
        "proxy_remove_header_map_value proxy_set_header_map_pairs"
    ),
    "iiii>i": "proxy_define_metric proxy_get_property proxy_grpc_send proxy_set_property",
    "iiiii>i": (
        "proxy_add_header_map_value proxy_get_buffer_bytes proxy_get_header_map_value "
        "proxy_get_shared_data proxy_replace_header_map_value proxy_resolve_shared_queue "
        "proxy_set_buffer_bytes proxy_set_shared_data"
    ),
    "iiiiii>i": "proxy_call_foreign_function",
    "iiiiiiii>i": "proxy_send_local_response",
    "iiiiiiiii>i": "proxy_grpc_stream",
    "iiiiiiiiii>i": "proxy_http_call",
    "iiiiiiiiiiii>i": "proxy_grpc_call",
}
_WASI = {
    ">i": "sched_yield",
    "i>": "proc_exit",
    "i>i": "fd_close fd_datasync fd_sync",
    "ii>i": (
        "args_get args_sizes_get clock_res_get environ_get environ_sizes_get fd_fdstat_get "
        "fd_fdstat_set_flags fd_filestat_get fd_prestat_get fd_renumber fd_tell random_get "
        "sock_shutdown"
    ),
    "il>i": "fd_filestat_set_size",
    "iii>i": "fd_prestat_dir_name path_create_directory path_remove_directory path_unlink_file sock_accept",
    "ili>i": "clock_time_get",
    "ill>i": "fd_allocate fd_fdstat_set_rights",
    "iiii>i": "fd_read fd_write path_symlink poll_oneoff",
    "ilii>i": "fd_seek",
    "illi>i": "fd_advise fd_filestat_set_times",
    "iiiii>i": "path_filestat_get sock_send",
    "iiili>i": "fd_pread fd_pwrite fd_readdir",
    "iiiiii>i": "path_link path_readlink path_rename sock_recv",
    "iiiilli>i": "path_filestat_set_times",
    "iiiiillii>i": "path_open",
}
_SOME_ABIS = {
    "proxy_clear_route_cache": (">i", ("0.1.0",)),
    "proxy_close_stream": ("i>i", ("0.2.0", "0.2.1")),
    "proxy_continue_request": (">i", ("0.1.0",)),
    "proxy_continue_response": (">i", ("0.1.0",)),
    "proxy_continue_stream": ("i>i", ("0.2.0", "0.2.1")),
    "proxy_get_configuration": ("ii>i", ("0.1.0",)),
    "proxy_get_log_level": ("i>i", ("0.2.1",)),
}
_VALUES = {"i": "i32", "l": "i64"}


def host_functions(abi: str) -> dict[tuple[str, str], FunctionType]:
    """Give what a module of `abi` may import from Envoy, by module and name; Higress' dialect becomes 0.2.1."""
    abi = "0.2.1" if abi == HIGRESS_ABI else abi
    functions = {("env", name): kind for name, kind in _table(_ENV).items()}
    for name, (signature, abis) in _SOME_ABIS.items():
        if abi in abis:
            functions["env", name] = signature_type(signature)
    wasi = _table(_WASI)
    functions.update({(module, name): kind for module in WASI for name, kind in wasi.items()})
    return functions


def signature_type(signature: str) -> FunctionType:
    """Read the short form of a type, as `iil>i`."""
    parameters, _, results = signature.partition(">")
    return FunctionType(tuple(_VALUES[one] for one in parameters), tuple(_VALUES[one] for one in results))


def _table(rows: dict[str, str]) -> dict[str, FunctionType]:
    return {name: signature_type(signature) for signature, names in rows.items() for name in names.split()}
