"""Media types of manifests, configurations and layers that plugin images use."""

OCI_MANIFEST = "application/vnd.oci.image.manifest.v1+json"
OCI_INDEX = "application/vnd.oci.image.index.v1+json"
OCI_CONFIG = "application/vnd.oci.image.config.v1+json"
OCI_LAYER = "application/vnd.oci.image.layer.v1.tar"
OCI_LAYER_GZIP = "application/vnd.oci.image.layer.v1.tar+gzip"
OCI_LAYER_ZSTD = "application/vnd.oci.image.layer.v1.tar+zstd"
OCI_EMPTY = "application/vnd.oci.empty.v1+json"

DOCKER_MANIFEST = "application/vnd.docker.distribution.manifest.v2+json"
DOCKER_INDEX = "application/vnd.docker.distribution.manifest.list.v2+json"
DOCKER_SCHEMA1 = "application/vnd.docker.distribution.manifest.v1+json"
DOCKER_SCHEMA1_SIGNED = "application/vnd.docker.distribution.manifest.v1+prettyjws"
DOCKER_CONFIG = "application/vnd.docker.container.image.v1+json"
DOCKER_LAYER = "application/vnd.docker.image.rootfs.diff.tar"
DOCKER_LAYER_GZIP = "application/vnd.docker.image.rootfs.diff.tar.gzip"

WASM_LAYER = "application/vnd.module.wasm.content.layer.v1+wasm"
WASM_SPEC = "application/vnd.module.wasm.spec.v1+yaml"
WASM_DOC = "application/vnd.module.wasm.doc.v1+markdown"
WASM_DOC_ZH = "application/vnd.module.wasm.doc.v1.zh+markdown"
WASM_DOC_EN = "application/vnd.module.wasm.doc.v1.en+markdown"
WASM_ICON = "application/vnd.module.wasm.icon.v1+png"
COMPANIONS = (WASM_SPEC, WASM_DOC, WASM_DOC_ZH, WASM_DOC_EN, WASM_ICON)

INDEXES = (OCI_INDEX, DOCKER_INDEX)
MANIFESTS = (OCI_MANIFEST, DOCKER_MANIFEST)
TAR_LAYERS = (OCI_LAYER, OCI_LAYER_GZIP, OCI_LAYER_ZSTD, DOCKER_LAYER, DOCKER_LAYER_GZIP)
ACCEPT = ", ".join((*MANIFESTS, *INDEXES))
