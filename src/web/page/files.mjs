// files.mjs - the files of the program: those of the archive, whose contents are made when they
// are opened, and those that an entry writes.

const SYSTEM = ["/dev", "/proc"];
const FIRST_OWN = 3; // descriptors below are those of the terminal
const ONCE = 0o100 | 0o200 | 0o1000; // O_CREAT, O_EXCL and O_TRUNC

export class Files {
  // `files` has [path, size, read], see archive.mjs.
  constructor(FS, files) {
    this.FS = FS;
    const folders = new Set();
    for (const [path, size, read] of files) {
      const folder = path.slice(0, path.lastIndexOf("/"));
      if (!folders.has(folder)) FS.mkdirTree(folder);
      folders.add(folder);
      const node = FS.mknod(path, 0o100666, 0), usual = node.stream_ops;
      node.usedBytes = size;
      node.stream_ops = {...usual, open: () => {
        node.stream_ops = usual;
        if (node.usedBytes) node.contents = read();
      }};
    }
    this.known = this.stamps();
  }

  // By the path of each file: what changes when it is written.
  stamps(folder = "", node = this.FS.root, found = new Map()) {
    for (const [name, child] of Object.entries(node.contents)) {
      const path = `${folder}/${name}`;
      if (SYSTEM.includes(path)) continue;
      if (this.FS.isDir(child.mode)) this.stamps(path, child, found);
      else if (this.FS.isFile(child.mode)) found.set(path, `${child.id} ${+child.timestamp} ${child.usedBytes}`);
    }
    return found;
  }

  write(path, bytes) {
    this.FS.mkdirTree(path.slice(0, path.lastIndexOf("/")));
    this.FS.writeFile(path, bytes);
    this.known = this.stamps();
  }

  // What has changed since the last call: {written: [[path, bytes]], removed: [path]}.
  changes() {
    const before = this.known, now = this.known = this.stamps();
    return {
      written: [...now.keys()].filter(path => now.get(path) !== before.get(path))
        .map(path => [path, this.FS.readFile(path)]),
      removed: [...before.keys()].filter(path => !now.has(path)),
    };
  }

  // -- open files ----------------------------------------------------------------------

  open() {
    return this.FS.streams.filter(stream => stream && stream.fd >= FIRST_OWN)
      .map(({fd, path, flags, position}) => ({fd, path, flags, position}));
  }

  // A file that was removed meanwhile is not open any more.
  reopen(list) {
    const {FS} = this, streams = [];
    for (const {fd, path, flags, position} of list) {
      if (!FS.analyzePath(path).exists) continue;
      const stream = FS.open(path, flags & ~ONCE);
      FS.streams[stream.fd] = null;
      streams.push(Object.assign(stream, {fd, position}));
    }
    for (const stream of streams) FS.streams[stream.fd] = stream;
  }
}
