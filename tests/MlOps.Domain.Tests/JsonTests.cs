using System.Text.Json;

namespace MlOps.Domain.Tests;

public class JsonTests
{
    [Theory]
    [InlineData("""{"a":1,"b":2}""", """{ "b" : 2, "a" : 1 }""")]
    [InlineData("""{"a":{"x":1,"y":[1,2]}}""", """{"a":{"y":[1.0,2],"x":1}}""")]
    [InlineData("1", "1.0")]
    [InlineData("1", "0.1e1")]
    [InlineData("100", "1E2")]
    [InlineData("-1.50", "-15e-1")]
    [InlineData("0", "-0")]
    [InlineData("0", "0e9")]
    [InlineData("\"A\"", "\"\\u0041\"")]
    [InlineData("""{"\u0061":1}""", """{"a":1}""")]
    [InlineData(" null ", "null")]
    public void Documents_with_the_same_meaning_are_equal_and_have_the_same_hash_code(string left, string right)
    {
        Assert.Equal(Json.Parse(left), Json.Parse(right));
        Assert.Equal(Json.Parse(left).GetHashCode(), Json.Parse(right).GetHashCode());
        Assert.True(Json.Parse(left).Equals((object)Json.Parse(right)));
    }

    [Theory]
    [InlineData("[1,2]", "[2,1]")]
    [InlineData("1", "\"1\"")]
    [InlineData("null", "false")]
    [InlineData("{}", "[]")]
    [InlineData("""{"a":null}""", "{}")]
    [InlineData("""{"a":1}""", """{"A":1}""")]
    [InlineData("9007199254740993", "9007199254740992")]
    public void Documents_with_different_meanings_differ(string left, string right)
    {
        Assert.NotEqual(Json.Parse(left), Json.Parse(right));
        Assert.False(Json.Parse(left).Equals((object)right));
        Assert.False(Json.Parse(left).Equals(null));
    }

    [Theory]
    [InlineData("""{"a":1,"a":2}""")]
    [InlineData("""{"b":[{"a":1,"\u0061":1}]}""")]
    public void A_duplicate_key_is_refused_since_jsonb_would_store_only_one_value(string text) =>
        Refused.Value("Context", "'a'", () => Json.Parse(text, "Context"));

    [Fact]
    public void The_deepest_documents_can_be_compared_and_read()
    {
        var text = new string('[', 256) + new string(']', 256);

        Assert.Equal(Json.Parse(text), Json.Parse(" " + text));
        Assert.Equal(JsonValueKind.Array, Json.Parse(text).As<JsonElement>().ValueKind);
    }

    [Fact]
    public void A_value_is_written_with_camel_case_keys_and_read_back()
    {
        var written = Json.From(new Step("découpe", 3, ["a", null]));

        Assert.Equal("""{"name":"découpe","count":3,"labels":["a",null]}""", written.Text);
        var read = written.As<Step>()!;
        Assert.Equal(("découpe", 3), (read.Name, read.Count));
        Assert.Equal<string?[]>(["a", null], read.Labels);
    }

    [Fact]
    public void The_keys_of_a_dictionary_are_written_and_read_unchanged()
    {
        var values = new Dictionary<string, int> { ["Recall"] = 1, ["F1 😀"] = 2 };

        Assert.Equal(Json.Parse("""{"Recall":1,"F1 😀":2}"""), Json.From(values));
        Assert.Equal(values, Json.From(values).As<Dictionary<string, int>>());
    }

    [Fact]
    public void Null_is_written_as_null()
    {
        Assert.Equal("null", Json.From<string?>(null).Text);
        Assert.Equal("""{"text":null}""", Json.From(new { Text = (string?)null }).Text);
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NegativeInfinity)]
    public void Numbers_that_are_not_finite_cannot_be_written(double number)
    {
        Refused.Value("Context", "cannot be written as JSON", () => Json.From(new { number }, "Context"));
        Refused.Value("Context", "cannot be written as JSON", () => Json.From((float)number, "Context"));
    }

    [Fact]
    public void Text_that_jsonb_cannot_store_cannot_be_written()
    {
        foreach (var text in Hostile.Texts)
        {
            Refused.Value("Context", "PostgreSQL cannot store", () => Json.From(text, "Context"));
            Refused.Value(
                "Context",
                "PostgreSQL cannot store",
                () => Json.From<object>(new { a = new object[] { text } }, "Context"));
            Refused.Value(
                "Context",
                "PostgreSQL cannot store",
                () => Json.From(new Dictionary<string, int> { [text] = 1 }, "Context"));
        }
    }

    [Fact]
    public void Cycles_and_types_without_a_JSON_form_cannot_be_written()
    {
        var node = new Node();
        node.Next = node;

        Refused.Value("node", "cycle", () => Json.From(node));
        Refused.Value("type", "not supported", () => Json.From(typeof(int), "type"));
    }

    private sealed record Step(string Name, int Count, string?[] Labels);

    private sealed class Node
    {
        public Node? Next { get; set; }
    }

    [Fact]
    public void A_document_inside_another_one_is_written_and_read_unchanged()
    {
        var part = Json.Parse("""{"b": [1.50, null], "a": "x"}""");
        Assert.Equal(part.Text, Json.From(part).Text);

        var whole = Json.From(new Dictionary<string, Json> { ["part"] = part });
        Assert.Equal("""{"part":{"b": [1.50, null], "a": "x"}}""", whole.Text);
        Assert.Equal(part, whole.As<Dictionary<string, Json>>()!["part"]);
    }
}
