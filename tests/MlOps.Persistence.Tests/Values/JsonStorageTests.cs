using System.Text;
using System.Text.Json;
using MlOps.Domain;
using MlOps.Domain.Predictions;
using MlOps.Persistence.Ingestion;
using MlOps.Testing;

namespace MlOps.Persistence.Tests.Values;

public class JsonStorageTests(TestDatabase database) : DatabaseTest(database)
{
    [Theory, InlineData(1), InlineData(2), InlineData(3)]
    public async Task Whatever_the_domain_accepts_the_database_stores_and_returns_as_an_equal(int seed)
    {
        var generator = new RandomJson(seed);
        await AssertStoredAsync([.. Enumerable.Range(0, 700).Select(_ => Json.Parse(generator.Next()))]);
    }

    [Fact]
    public async Task A_document_as_deep_as_the_limit_is_stored()
    {
        var depth = 256;
        Assert.Throws<InvalidValueException>(() => Json.Parse(new string('[', depth + 1) + new string(']', depth + 1)));
        var objects = string.Concat(Enumerable.Repeat("{\"a\":", depth - 1)) + "{}" + new string('}', depth - 1);
        var arrays = new string('[', depth) + new string(']', depth);
        await AssertStoredAsync([Json.Parse(arrays), Json.Parse(objects)]);
        Assert.Equal(arrays, Json.From(Json.Parse(arrays).As<JsonElement>()).Text);
    }

    [Fact]
    public async Task A_document_of_eight_mebibytes_is_stored()
    {
        var text = new StringBuilder("[0");
        while (text.Length < 8 * 1024 * 1024)
            text.Append(",{\"name\":\"").Append(text.Length).Append(" 😀 \\u00e9\",\"value\":0.5}");

        await AssertStoredAsync([Json.Parse(text.Append(']').ToString(), "document")]);
    }

    [Theory]
    [InlineData("0e99999")]
    [InlineData("0e-99999")]
    [InlineData("0.0e-16384")]
    [InlineData("-0E+2147483647")]
    [InlineData("0e-9999999999999999999")]
    [InlineData("""{"a": 1, "a": 2}""")]
    [InlineData("""{"a": 1, "\u0061": 2}""")]
    [InlineData("""{"": 1}""")]
    [InlineData("""{"a\u0000": 1}""")]
    [InlineData("\"\\ud800\"")]
    [InlineData("\ufeff1")]
    [InlineData("\"\u0001\"")]
    [InlineData("\u00a01")]
    public async Task What_the_database_would_refuse_or_change_the_domain_refuses(string text)
    {
        Json document;
        try
        {
            document = Json.Parse(text);
        }
        catch (InvalidValueException)
        {
            return;
        }

        await AssertStoredAsync([document]);
    }

    private async Task AssertStoredAsync(IReadOnlyList<Json> documents)
    {
        var predictions = documents.Select((document, index) => Prediction.ForService(
            "s", "t", 0, Sample.Noon.AddSeconds(index), new PredictionDetails { Context = document, Output = Json.Parse($"{index}") }));
        await using (var context = Database.CreateContext())
        {
            var halves = predictions.GroupBy(prediction => prediction.Output!.Text.Length % 2).ToList();
            await context.BulkInsertAsync(halves[0], default);
            context.AddRange(halves.Skip(1).SelectMany(half => half));
            await context.SaveChangesAsync();
        }

        await using var other = Database.CreateContext();
        var count = 0;
        await foreach (var prediction in other.Predictions.AsAsyncEnumerable())
        {
            Assert.Equal(documents[prediction.Output!.As<int>()], prediction.Context);
            Assert.NotNull(Json.Parse(prediction.Context!.Text, "context")); // what comes back can be stored again
            count++;
        }

        Assert.Equal(documents.Count, count);
    }
}
