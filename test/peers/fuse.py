# A file system in user space with one file, straight on /dev/fuse: frozen (SIGSTOP), every call into it hangs.
import ctypes, os, signal, struct, sys

where = sys.argv[1]
libc = ctypes.CDLL(None, use_errno=True)
fd = os.open("/dev/fuse", os.O_RDWR)
options = f"fd={fd},rootmode=40755,user_id={os.getuid()},group_id={os.getgid()},allow_other"
if libc.mount(b"appsmith-test", where.encode(), b"fuse", 0, options.encode()) != 0:
    sys.exit(f"mount: {os.strerror(ctypes.get_errno())}")


def leave(*_):
    libc.umount2(where.encode(), 2)  # MNT_DETACH
    sys.exit(0)


signal.signal(signal.SIGTERM, leave)
print("mounted", flush=True)

FILES = {1: (".", 0o40755), 2: ("logs", 0o40755), 3: ("file.log", 0o100644)}
CHILDREN = {1: [2], 2: [3], 3: []}


def attributes(node):
    size, blocks = (8192, 16) if node == 3 else (4096, 8)
    return struct.pack("<QQQQQQIIIIIIIIII", node, size, blocks, 0, 0, 0, 0, 0, 0,
                       FILES[node][1], 1, 0, 0, 0, 4096, 0)


def lookup(node, name):
    for child in CHILDREN[node]:
        if FILES[child][0] == name:
            return struct.pack("<QQQQII", child, 0, 0, 0, 0, 0) + attributes(child)


def entries(node, offset):
    out = b""
    for at, child in list(enumerate(CHILDREN[node], 1))[offset:]:
        name = FILES[child][0].encode()
        kind = 4 if FILES[child][1] & 0o40000 else 8
        entry = struct.pack("<QQII", child, at, len(name), kind) + name
        out += entry + b"\0" * (-len(entry) % 8)
    return out


def answer(opcode, node, body):
    if opcode == 26:  # INIT
        return struct.pack("<IIIIHHIIHHI", 7, 31, 65536, 0, 12, 9, 65536, 1, 1, 0, 0) + b"\0" * 28
    if opcode == 1:  # LOOKUP
        return lookup(node, body.rstrip(b"\0").decode())
    if opcode == 3:  # GETATTR
        return struct.pack("<QII", 0, 0, 0) + attributes(node)
    if opcode in (14, 27):  # OPEN, OPENDIR
        return struct.pack("<QII", 1, 0, 0)
    if opcode == 28:  # READDIR
        return entries(node, struct.unpack_from("<QQ", body)[1])
    if opcode == 17:  # STATFS: 1000 blocks of 4 KiB, a quarter free
        return struct.pack("<QQQQQIIII", 1000, 250, 250, 100, 90, 4096, 255, 4096, 0) + b"\0" * 24
    if opcode in (18, 25, 29, 34):  # RELEASE, FLUSH, RELEASEDIR, ACCESS
        return b""


while True:
    try:
        request = os.read(fd, 1 << 17)
    except InterruptedError:
        continue
    except OSError:
        break
    _, opcode, unique, node = struct.unpack_from("<IIQQ", request)
    if opcode in (2, 36, 42):  # FORGET, INTERRUPT, BATCH_FORGET want no answer
        continue
    body = answer(opcode, node, request[40:])
    error = 0 if body is not None else -2 if opcode == 1 else -38  # ENOENT, ENOSYS
    os.write(fd, struct.pack("<IiQ", 16 + len(body or b""), error, unique) + (body or b""))
