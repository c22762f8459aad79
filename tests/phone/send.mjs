// Sends a file with tus-js-client as it is, but for a checksum on each piece; prints what is there.
//
//   node send.mjs FILE ADDRESS PIECE HEADERS METADATA        (the last two as JSON)

import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { DefaultHttpStack, Upload } from "tus-js-client";

const [file, endpoint, piece, headers, metadata] = process.argv.slice(2);

class Checked extends DefaultHttpStack {
  createRequest(method, url) {
    const request = super.createRequest(method, url);
    const send = request.send.bind(request);
    request.send = (body = null) => {
      if (body) {
        const digest = createHash("sha1").update(body).digest("base64");
        request.setHeader("Upload-Checksum", `sha1 ${digest}`);
      }
      return send(body);
    };
    return request;
  }
}

const upload = new Upload(readFileSync(file), {
  endpoint,
  chunkSize: Number(piece),
  headers: JSON.parse(headers),
  metadata: JSON.parse(metadata),
  httpStack: new Checked({}),
  retryDelays: Array(100).fill(100),
  onChunkComplete: (_size, there) => console.log(there),
  onSuccess: () => console.log("done"),
  onError: (error) => {
    console.error(String(error));
    process.exit(1);
  },
});
upload.start();
