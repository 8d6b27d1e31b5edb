using MlOps.Testing;

namespace MlOps.Server.Tests.Items;

/// <summary>A request that a client sends again stores nothing twice.</summary>
public class RepeatedRequestTests(TestDatabase database) : ServerTest(database)
{
    private const string Item =
        """{"service_name":"ranking","prediction_type":"score","predicted_value":0.7,"created_at":"2026-11-28T10:00:00Z"}""";

    [Fact]
    public async Task With_a_key_the_same_items_have_the_same_ids()
    {
        await using var server = await StartAsync();
        var first = await server.SendAsync("/v1/predictions", $"[{Item},{Item}]", headers: ("Idempotency-Key", "a"));
        await server.FlushAsync();
        var again = await server.SendAsync("/v1/predictions", $"[{Item},{Item}]", headers: ("Idempotency-Key", "a"));
        var other = await server.SendAsync("/v1/predictions", $"[{Item},{Item}]", headers: ("Idempotency-Key", "b"));
        await server.FlushAsync();
        Assert.Equal(Ids(first.Answer), Ids(again.Answer));
        Assert.Equal(2, Ids(first.Answer).Distinct().Count());
        Assert.Empty(Ids(first.Answer).Intersect(Ids(other.Answer)));
        Assert.Equal(4, await Database.CountAsync("ml_predictions"));
        await Database.AssertNoDeadLettersAsync();
    }

    [Fact]
    public async Task The_rest_of_a_request_may_be_sent_with_the_same_key()
    {
        await using var server = await StartAsync();
        var other = Item.Replace("0.7", "0.8", StringComparison.Ordinal);
        var first = Ids((await server.SendAsync("/v1/predictions", $"[{Item},{other}]", headers: ("Idempotency-Key", "a"))).Answer);
        var rest = Ids((await server.SendAsync("/v1/predictions", $"[{other}]", headers: ("Idempotency-Key", "a"))).Answer);
        Assert.Equal([first[1]], rest);
    }

    [Fact]
    public async Task An_id_of_the_caller_is_stored_once()
    {
        await using var server = await StartAsync();
        var id = Guid.CreateVersion7(new DateTimeOffset(2026, 11, 28, 10, 0, 0, TimeSpan.Zero));
        var item = $$"""{"id":"{{id}}","service_name":"ranking","prediction_type":"score","predicted_value":0.7}""";
        for (var i = 0; i < 3; i++)
            Assert.Equal([id], Ids((await server.SendAsync("/v1/predictions", item)).Answer));

        await server.FlushAsync();
        Assert.Equal([$"{id}"], await Database.ColumnAsync("SELECT id::text FROM ml_predictions"));
        Assert.Equal(["2026-11-28"], await Database.ColumnAsync("SELECT (created_at AT TIME ZONE 'UTC')::date::text FROM ml_predictions"));
    }

    [Theory, InlineData(""), InlineData("xx")]
    public async Task A_key_that_is_empty_or_too_long_is_refused(string key)
    {
        await using var server = await StartAsync();
        key = key.Length == 0 ? key : new string('x', 256);
        var (status, answer) = await server.SendAsync("/v1/predictions", Item, headers: ("Idempotency-Key", key));
        Assert.Equal(
            (400, $"Idempotency-Key must have 1 to 255 characters; it has {key.Length}."),
            (status, answer.GetProperty("error").GetString()));
    }
}
