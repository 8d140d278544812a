// k6's system tags: those that samples have by default, and those that they have only when a script asks for them.

export const defaultSystemTags: readonly string[] =
  "proto subproto status method url name group check error error_code tls_version scenario service expected_response".split(
    " ",
  );

/** k6's CSV has no columns for them. */
export const rareSystemTags: readonly string[] = ["iter", "vu", "ocsp_status", "ip"];
