"""Looks into a running Envoy for whose callback a thread is in, without stopping it.

Input: a process, its threads, names of plugins. Output: the VM that each thread runs a callback of.

    thread id --get_robust_list--> its thread-local variables --> Context --> Plugin --> vm_id "default.block.1f0c..."

While a callback runs, the Proxy-Wasm host keeps its context in a thread-local variable, for the host calls of the
module: that one word tells whether the module computes, calls the host or collects garbage. Where in the block the
variable is and where in the objects the fields are differs between builds of Envoy, so no offset is known here: the
text of the VM id tells that the right object was reached. Linux with glibc only, where the kernel lets us read.
"""

from pygress.gateway.envoy.inspection.callback import running_vms

__all__ = ["running_vms"]
