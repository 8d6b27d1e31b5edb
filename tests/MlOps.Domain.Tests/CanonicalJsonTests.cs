namespace MlOps.Domain.Tests;

public class CanonicalJsonTests
{
    // The examples of RFC 8785, 3.2.2 and 3.2.3.
    [Fact]
    public void A_document_has_the_form_of_RFC_8785()
    {
        Assert.Equal(
            """{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\u000f\nA'B\"\\\\\"/"}""",
            Canonicalize(
                """
                {
                  "numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],
                  "string": "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/",
                  "literals": [null, true, false]
                }
                """));
        Assert.Equal(
            "{\"\\r\":1,\"1\":2,\"\u0080\":3,\"\u00f6\":4,\"\u20ac\":5,\"\ud83d\ude00\":6,\"\ufb33\":7}",
            Canonicalize("""{"\u20ac": 5, "\r": 1, "\ufb33": 7, "1": 2, "\ud83d\ude00": 6, "\u0080": 3, "\u00f6": 4}"""));
    }

    // RFC 8785, appendix B.
    [Theory]
    [InlineData(0x0000000000000000, "0"), InlineData(0x8000000000000000, "0"), InlineData(0x0000000000000001, "5e-324")]
    [InlineData(0x7fefffffffffffff, "1.7976931348623157e+308"), InlineData(0xffefffffffffffff, "-1.7976931348623157e+308")]
    [InlineData(0x4340000000000000, "9007199254740992"), InlineData(0x4430000000000000, "295147905179352830000")]
    [InlineData(0x44b52d02c7e14af5, "9.999999999999997e+22"), InlineData(0x44b52d02c7e14af6, "1e+23")]
    [InlineData(0x44b52d02c7e14af7, "1.0000000000000001e+23"), InlineData(0x444b1ae4d6e2ef4e, "999999999999999700000")]
    [InlineData(0x444b1ae4d6e2ef50, "1e+21"), InlineData(0x3eb0c6f7a0b5ed8c, "9.999999999999997e-7")]
    [InlineData(0x3eb0c6f7a0b5ed8d, "0.000001"), InlineData(0x41b3de4355555553, "333333333.3333332")]
    [InlineData(0xbecbf647612f3696, "-0.0000033333333333333333"), InlineData(0x43143ff3c1cb0959, "1424953923781206.2")]
    public void A_number_is_written_as_ECMAScript_writes_it(ulong bits, string expected) =>
        Assert.Equal($"[{expected}]", Canonicalize($"[{BitConverter.UInt64BitsToDouble(bits):R}]"));

    [Fact]
    public void What_the_database_does_to_a_document_changes_nothing()
    {
        var written = Json.From(new { B = 1e-7, A = new[] { 10.0, 2.50 }, Text = "é" });
        var stored = Json.FromDatabase("""{"a": [10, 2.5], "b": 0.00000010, "text": "é"}""");

        Assert.Equal(written.Canonicalize().Text, stored.Canonicalize().Text);
    }

    private static string Canonicalize(string document) => Json.Parse(document).Canonicalize().Text;
}
