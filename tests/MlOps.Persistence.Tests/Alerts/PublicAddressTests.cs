using System.Net;
using MlOps.Persistence.Notices;
using MlOps.Testing;

namespace MlOps.Persistence.Tests.Alerts;

[NeedsNoServer]
public class PublicAddressTests
{
    [Theory]
    [InlineData("1.1.1.1"), InlineData("8.8.8.8"), InlineData("172.15.255.255"), InlineData("172.32.0.0"), InlineData("169.253.255.255")]
    [InlineData("100.63.255.255"), InlineData("100.128.0.0"), InlineData("192.167.0.1"), InlineData("223.255.255.255")]
    [InlineData("2606:4700::1111"), InlineData("2a00::1"), InlineData("::ffff:8.8.8.8"), InlineData("64:ff9b::8.8.8.8")]
    [InlineData("2002:808:808::1")]
    public void An_address_of_the_internet_may_be_called(string address) => Assert.True(PublicAddress.Is(IPAddress.Parse(address)));

    [Theory]
    [InlineData("0.0.0.0"), InlineData("10.0.0.1"), InlineData("100.64.0.1"), InlineData("127.0.0.1"), InlineData("127.255.255.255")]
    [InlineData("169.254.169.254"), InlineData("172.16.0.1"), InlineData("172.31.255.255"), InlineData("192.168.1.1")]
    [InlineData("198.18.0.1"), InlineData("224.0.0.1"), InlineData("255.255.255.255"), InlineData("240.0.0.1")]
    [InlineData("::"), InlineData("::1"), InlineData("::7f00:1"), InlineData("fe80::1"), InlineData("fec0::1"), InlineData("fc00::1")]
    [InlineData("fd12:3456::1"), InlineData("ff02::1"), InlineData("2001::1"), InlineData("2001:db8::1")]
    [InlineData("::ffff:127.0.0.1"), InlineData("::ffff:169.254.169.254"), InlineData("64:ff9b::10.0.0.1"), InlineData("2002:7f00:1::")]
    public void Any_other_may_not(string address) => Assert.False(PublicAddress.Is(IPAddress.Parse(address)));
}
