// A certificate for servers of tests. It vouches for itself: clients must be told to trust it.

// Made for these tests: signed by itself, for localhost and 127.0.0.1, valid for a hundred years.
export const selfSigned = {
  key: `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgpfFK7KXPjR5FiOoD
7JXfSGjCw1C3UmfzS+W0SlOGeVahRANCAATDA7hufKhbHa/PpnsDQxzJKqlY6FlD
79i2FJ4o2tNoJ378Ev6zk4z0EIQPAuLk9jYu5Spa7mhe+ayyveAd6Xp2
-----END PRIVATE KEY-----`,
  cert: `-----BEGIN CERTIFICATE-----
MIIBnDCCAUGgAwIBAgIUWif5JkTbxe1adZLAi9o0g28NYwkwCgYIKoZIzj0EAwIw
FDESMBAGA1UEAwwJbG9jYWxob3N0MCAXDTI2MTEyNDA3MzA1NloYDzIxMjYxMDMx
MDczMDU2WjAUMRIwEAYDVQQDDAlsb2NhbGhvc3QwWTATBgcqhkjOPQIBBggqhkjO
PQMBBwNCAATDA7hufKhbHa/PpnsDQxzJKqlY6FlD79i2FJ4o2tNoJ378Ev6zk4z0
EIQPAuLk9jYu5Spa7mhe+ayyveAd6Xp2o28wbTAdBgNVHQ4EFgQUDG3NtZo72jpi
WHPrL9Pcsq/aznkwHwYDVR0jBBgwFoAUDG3NtZo72jpiWHPrL9Pcsq/aznkwDwYD
VR0TAQH/BAUwAwEB/zAaBgNVHREEEzARgglsb2NhbGhvc3SHBH8AAAEwCgYIKoZI
zj0EAwIDSQAwRgIhAPtdJc6/329uFG1WZ/KSlOxD7Z9IXTaKYebWCwZew9kXAiEA
2G74ALtA7lwB82gLES24POMn9m/sCPua1z4BPQqVYGw=
-----END CERTIFICATE-----`,
};
