/**
 * Ports where something listens that is not a web server and that a well-placed HTTP request could harm.
 * An entry of `sprintconnect.egress.allow` that names the port lifts the ban for its host.
 */
// prettier-ignore
export const deniedPorts: readonly number[] = [
  0, 1, 7, 9, 11, 13, 15, 17, 19, //           echo, discard, chargen and their kin
  20, 21, 22, 23, 69, 115, 989, 990, //        FTP, SSH, Telnet, TFTP
  25, 109, 110, 143, 465, 587, 993, 995, //    mail
  53, 67, 68, 123, 161, 162, 514, //           DNS, DHCP, NTP, SNMP, syslog
  88, 389, 464, 636, 3268, 3269, //            Kerberos, LDAP
  111, 135, 137, 138, 139, 445, 593, 2049, //  RPC, NetBIOS, SMB, NFS
  512, 513, 515, 631, 873, 1080, //            r-commands, printing, rsync, SOCKS
  1433, 1521, 3050, 3306, 5432, 6432, //       SQL databases
  1883, 5671, 5672, 8883, 9092, 61613, 61616, // message brokers
  2181, 2379, 2380, 4369, 7946, 8300, 8301, // coordination
  2375, 2376, 2377, 6443, 10250, 10255, //     Docker, Kubernetes
  3389, 5900, 5901, 5985, 5986, 6000, //       remote desktops and shells
  5984, 6379, 6380, 7000, 7001, 7199, 9042, //  Redis, Cassandra and other stores
  8086, 9200, 9300, 11211, 27017, 27018, 27019,
  //                                           what else browsers refuse (Fetch, "bad port")
  37, 42, 43, 77, 79, 87, 95, 101, 102, 103, 104, 107, 113, 117, 119, 179, 427,
  526, 530, 531, 532, 540, 548, 554, 556, 563, 601, 1719, 1720, 1723, 3659, 4045,
  4190, 5060, 5061, 6566, 6665, 6666, 6667, 6668, 6669, 6679, 6697, 10080,
];
