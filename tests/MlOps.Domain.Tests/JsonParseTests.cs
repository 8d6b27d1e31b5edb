namespace MlOps.Domain.Tests;

public class JsonParseTests
{
    private const int MaxBytes = 16 * 1024 * 1024;

    [Theory]
    [InlineData("")]
    [InlineData(" \n")]
    [InlineData("{")]
    [InlineData("[1,]")]
    [InlineData("""{"a":1,}""")]
    [InlineData("// why\n1")]
    [InlineData("/* why */ 1")]
    [InlineData("\uFEFF{}")]
    [InlineData("{} {}")]
    [InlineData("{a:1}")]
    [InlineData("'a'")]
    [InlineData("01")]
    [InlineData("+1")]
    [InlineData(".5")]
    [InlineData("NaN")]
    [InlineData("Infinity")]
    [InlineData("undefined")]
    [InlineData("True")]
    [InlineData("\"\t\"")]
    [InlineData("\"\\x\"")]
    [InlineData("\"\\u12\"")]
    public void Text_that_is_not_JSON_is_refused(string text) =>
        Refused.Value("Context", "is not valid JSON", () => Json.Parse(text, "Context"));

    [Theory]
    [InlineData("\"\\u0000\"", "U+0000")]
    [InlineData("""{"a\u0000":1}""", "U+0000")]
    [InlineData("""{"a":["b","c\u0000d"]}""", "U+0000")]
    [InlineData("\"\\ud83d\"", "lone surrogate")]
    [InlineData("\"a\\uDE00b\"", "lone surrogate")]
    [InlineData("\"\\ude00\\ud83d\"", "lone surrogate")]
    [InlineData("""{"\ud83d":1}""", "lone surrogate")]
    [InlineData("\"\\ud83dx\\ude00\"", "lone surrogate")]
    public void Characters_that_jsonb_cannot_store_are_refused_when_escaped(string text, string shown) =>
        Refused.Value("Context", shown, () => Json.Parse(text, "Context"));

    // This is not a theory, since its data would lose the lone surrogates.
    [Fact]
    public void Characters_that_jsonb_cannot_store_are_refused_when_raw()
    {
        foreach (var text in Hostile.Texts)
        {
            Refused.Value("Context", "PostgreSQL cannot store", () => Json.Parse($"\"{text}\"", "Context"));
            Refused.Value("Context", "PostgreSQL cannot store", () => Json.Parse($$"""{"{{text}}":1}""", "Context"));
        }
    }

    [Theory]
    [InlineData("1e400")]
    [InlineData("-1e400")]
    [InlineData("1e-400")]
    [InlineData("1e999999999")]
    [InlineData("1e-999999999")]
    [InlineData("1e99999999999999999999")]
    [InlineData("0e-16384")]
    [InlineData("0e+16384")]
    [InlineData("0.0E99999999999")]
    public void Numbers_that_do_not_fit_into_a_double_are_refused_anywhere_in_a_document(string number)
    {
        Refused.Value("Context", number, () => Json.Parse(number, "Context"));
        Refused.Value("Context", number, () => Json.Parse($$"""{"a":[true,{{number}}]}""", "Context"));
    }

    [Fact]
    public void A_number_of_500_digits_is_refused()
    {
        Refused.Value("Context", new string('1', 40), () => Json.Parse(new string('1', 500), "Context"));
        Refused.Value("Context", "0.00", () => Json.Parse("0." + new string('0', 500), "Context"));
    }

    [Theory]
    [InlineData("0e999")]
    [InlineData("0E-999")]
    [InlineData("0.0")]
    [InlineData("-0")]
    [InlineData("-0.0e+12")]
    [InlineData("5e-324")]
    [InlineData("1.7976931348623157E+308")]
    [InlineData("12345678901234567890123")]
    [InlineData("null")]
    [InlineData("\"\"")]
    [InlineData("\"\\ud83d\\ude00 😀 \\\\u0000\"")]
    [InlineData(" {\"\": [ ] }\r\n")]
    public void Other_documents_pass_unchanged(string text)
    {
        Assert.Equal(text, Json.Parse(text).Text);
        Assert.Equal(text, Json.Parse(text).ToString());
    }

    [Theory]
    [InlineData(256, true)]
    [InlineData(257, false)]
    [InlineData(100_000, false)]
    public void A_document_has_at_most_256_levels(int depth, bool accepted)
    {
        var text = new string('[', depth) + new string(']', depth);

        if (accepted)
            Assert.Equal(text, Json.Parse(text).Text);
        else
            Refused.Value("Context", "depth of 256", () => Json.Parse(text, "Context"));
    }

    [Fact]
    public void A_document_has_at_most_16_MiB()
    {
        Assert.Equal(MaxBytes, Json.Parse(Quoted('a', MaxBytes - 2)).Text.Length);
        Refused.Value("Context", "16 MiB", () => Json.Parse(Quoted('a', MaxBytes - 1), "Context"));
    }

    [Fact]
    public void The_limit_counts_bytes_and_not_characters() =>
        Refused.Value("Context", "16 MiB", () => Json.Parse(Quoted('€', MaxBytes / 3), "Context"));

    [Fact]
    public void A_refused_document_is_named_after_the_argument()
    {
        var hyperparameters = "{";

        Refused.Value("hyperparameters", "'{'", () => Json.Parse(hyperparameters));
        Refused.Value("Context", "null", () => Json.Parse(null!, "Context"));
    }

    [Fact]
    public void The_refusal_of_a_huge_document_has_a_short_message()
    {
        var refusal = Assert.Throws<InvalidValueException>(() => Json.Parse("[" + new string('1', 100_000), "Context"));

        Assert.InRange(refusal.Message.Length, 1, 400);
    }

    private static string Quoted(char character, int count) => $"\"{new string(character, count)}\"";
}
