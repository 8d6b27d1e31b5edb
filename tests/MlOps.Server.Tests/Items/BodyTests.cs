using System.IO.Compression;
using System.Net.Http.Headers;
using System.Text;
using MlOps.Testing;

namespace MlOps.Server.Tests.Items;

/// <summary>Bodies of all lengths and forms, good ones and bad ones.</summary>
public class BodyTests(TestDatabase database) : ServerTest(database)
{
    private static string Item(int i) =>
        $$$"""{"service_name":"ranking","prediction_type":"score","predicted_value":{{{i}}},"context":{"text":"[{\"}],\n"}}""";

    [Theory, InlineData(true), InlineData(false)]
    public async Task A_long_body_is_stored_in_the_order_of_its_items(bool isLines)
    {
        await using var server = await StartAsync();
        var items = Enumerable.Range(0, 20_000).Select(i => i % 1000 == 7 ? "{}" : Item(i).ReplaceLineEndings("\\n"));
        var (status, answer) = await server.SendAsync(
            "/v1/predictions", isLines ? string.Join("\n", items) : $"[{string.Join(" , ", items)}]", isLines);
        Assert.Equal((207, 19_980, 20), (status, answer.GetProperty("accepted").GetInt32(), answer.GetProperty("refused").GetInt32()));
        Assert.Equal(
            [.. Enumerable.Range(0, 20).Select(i => $"items[{i * 1000 + 7}].service_name must be given.")], Errors(answer));
        await server.FlushAsync();
        Assert.Equal(19_980, await Database.CountAsync("ml_predictions"));
        var ids = answer.GetProperty("items").EnumerateArray().ToList();
        var id = ids[12_345].GetProperty("id");
        Assert.Equal(12_345, await Database.ScalarAsync<double>($"SELECT predicted_value FROM ml_predictions WHERE id = '{id}'"));
    }

    [Fact]
    public async Task A_packed_body_is_unpacked()
    {
        await using var server = await StartAsync();
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionMode.Compress, leaveOpen: true))
            gzip.Write(Encoding.UTF8.GetBytes(Item(1).ReplaceLineEndings("\\n")));

        using var content = new ByteArrayContent(packed.ToArray());
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        content.Headers.ContentEncoding.Add("gzip");
        using var response = await server.Client.PostAsync(new Uri("/v1/predictions", UriKind.Relative), content);
        Assert.Equal(200, (int)response.StatusCode);

        using var broken = new ByteArrayContent([1, 2, 3]);
        broken.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        broken.Headers.ContentEncoding.Add("gzip");
        using var refused = await server.Client.PostAsync(new Uri("/v1/predictions", UriKind.Relative), broken);
        Assert.Equal(
            (400, """{"error":"The body cannot be unpacked as its Content-Encoding says."}"""),
            ((int)refused.StatusCode, await refused.Content.ReadAsStringAsync()));
    }

    [Theory]
    [InlineData("", false, 400, "The body is empty. Send a JSON object, an array of them, or NDJSON.")]
    [InlineData("[]", false, 200, null)]
    [InlineData(" \n \n", true, 200, null)]
    [InlineData(
        "hello", false, 400, "items[0] is no JSON, so neither it nor what follows can be read: 'h' is an invalid start of a value.")]
    [InlineData("hello\nworld", true, 400, "items[0] must be a JSON object: 'h' is an invalid start of a value.")]
    [InlineData("{} {}", false, 400, "items[0].service_name must be given.")]
    public async Task A_strange_body_gets_an_answer_that_says_what_is_wrong(string body, bool isLines, int expected, string? error)
    {
        await using var server = await StartAsync();
        var (status, answer) = await server.SendAsync("/v1/predictions", body, isLines);
        Assert.Equal(expected, status);
        Assert.Equal(
            error, answer.TryGetProperty("error", out var whole) ? whole.GetString() : Errors(answer).FirstOrDefault());
    }

    [Fact]
    public async Task A_fault_in_an_array_costs_what_follows_and_nothing_before_it()
    {
        await using var server = await StartAsync();
        var good = Item(1).ReplaceLineEndings("\\n");
        var (status, answer) = await server.SendAsync("/v1/predictions", $"[{good},{good},}},{good}]");
        Assert.Equal((207, 2, 1), (status, Ids(answer).Length, Errors(answer).Length));
        await server.FlushAsync();
        Assert.Equal(2, await Database.CountAsync("ml_predictions"));
    }

    [Theory, InlineData(true), InlineData(false)]
    public async Task An_item_that_is_too_large_is_refused_by_its_size(bool isLines)
    {
        await using var server = await StartAsync(options => options.MaxItemBytes = 1000);
        var large = $$$"""{"service_name":"s","prediction_type":"t","predicted_value":1,"explanation":"{{{new string('x', 990)}}}"}""";
        var good = Item(1).ReplaceLineEndings("\\n");
        var (status, answer) = await server.SendAsync(
            "/v1/predictions", isLines ? $"{good}\n{large}\n{good}" : $"[{good},{large},{good}]", isLines);
        Assert.Equal((207, 2), (status, Ids(answer).Length));
        Assert.Equal("items[1] must have at most 1000 bytes.", Assert.Single(Errors(answer)));
        Assert.Equal(413, (await server.SendAsync("/v1/predictions", large, isLines)).Status);
    }

    [Fact]
    public async Task A_line_that_is_too_long_costs_none_of_those_after_it()
    {
        await using var server = await StartAsync();
        var good = Item(1).ReplaceLineEndings("\\n");
        var (status, answer) = await server.SendAsync(
            "/v1/predictions", $"{good}\n{new string('x', 5_000_000)}\n{good}\n{good}", isLines: true);
        Assert.Equal((207, 3), (status, Ids(answer).Length));
        Assert.Equal("items[1] must have at most 1048576 bytes.", Assert.Single(Errors(answer)));
    }

    [Fact]
    public async Task An_item_that_is_too_deep_costs_none_of_those_after_it()
    {
        await using var server = await StartAsync();
        var good = Item(1).ReplaceLineEndings("\\n");
        var deep = $$$"""{"service_name":"s","prediction_type":"t","predicted_value":1,"context":{{{new string('[', 70) + new string(']', 70)}}}}""";
        var (status, answer) = await server.SendAsync("/v1/predictions", $"[{good},{deep},{good}]");
        Assert.Equal((207, 2, 1), (status, Ids(answer).Length, Errors(answer).Length));
    }

    [Theory]
    [InlineData("""{"\ud800":1}"""), InlineData("""{"service_name":"\ud800","prediction_type":"t","predicted_value":1}""")]
    [InlineData("""{"service_name":"s","prediction_type":"t","predicted_value":1,"context":{"a":"\ud800"}}""")]
    [InlineData("""{"service_name":"s","prediction_type":"t","predicted_value":1e999}""")]
    public async Task Text_that_is_no_Unicode_and_numbers_that_are_too_large_cost_their_own_item_alone(string bad)
    {
        await using var server = await StartAsync();
        var good = Item(1).ReplaceLineEndings("\\n");
        foreach (var isLines in (bool[])[true, false])
        {
            var (status, answer) = await server.SendAsync(
                "/v1/predictions", isLines ? $"{good}\n{bad}\n{good}" : $"[{good},{bad},{good}]", isLines);
            Assert.Equal((207, 2, 1), (status, Ids(answer).Length, Errors(answer).Length));
        }
    }

    [Fact]
    public async Task After_a_thousand_refusals_the_rest_is_not_read()
    {
        await using var server = await StartAsync();
        var (status, answer) = await server.SendAsync(
            "/v1/predictions", string.Join('\n', Enumerable.Repeat("1", 1_000_000)), isLines: true);
        Assert.Equal((400, 1000), (status, Errors(answer).Length));
        Assert.Equal(
            "Too many items are refused. What is not listed was not read.", answer.GetProperty("error").GetString());
    }

    [Fact]
    public async Task A_body_that_is_too_large_gets_413()
    {
        await using var server = await StartAsync(options => options.MaxBodyBytes = 1000);
        var (status, answer) = await server.SendAsync("/v1/predictions", new string(' ', 2000));
        Assert.Equal(413, status);
        Assert.Contains("1000", answer.GetProperty("error").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_kind_of_content_gets_415()
    {
        await using var server = await StartAsync();
        using var content = new StringContent("a=b", Encoding.UTF8, "application/x-www-form-urlencoded");
        using var response = await server.Client.PostAsync(new Uri("/v1/predictions", UriKind.Relative), content);
        Assert.Equal(415, (int)response.StatusCode);
    }
}
