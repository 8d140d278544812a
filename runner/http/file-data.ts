// A file to send in a multipart form: what `http.file` gives.

/** Field names are k6's. */
export class FileData {
  readonly data: string | ArrayBuffer | ArrayBufferView;
  readonly filename: string;
  readonly content_type: string;

  constructor(
    data: string | ArrayBuffer | ArrayBufferView,
    filename: string,
    contentType = "application/octet-stream",
  ) {
    this.data = data;
    this.filename = filename;
    this.content_type = contentType;
  }
}
