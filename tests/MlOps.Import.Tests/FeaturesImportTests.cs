using Microsoft.EntityFrameworkCore;
using MlOps.Domain;
using MlOps.Import.Mapping;
using MlOps.Testing;

namespace MlOps.Import.Tests;

/// <summary>The times from which feature values are true, and from which they are known.</summary>
public sealed class FeaturesImportTests(TestServer server, TestDatabase database) : ImportTest(server, database)
{
    private static readonly DateTimeOffset Written = new(2026, 1, 2, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset Known = new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("known_at")]
    [InlineData("available_at")]
    public async Task A_value_is_known_from_the_time_in_the_source_and_not_from_when_it_was_written_down(string column)
    {
        var id = Uuid7.Create(Written, 7);
        await CreateSourceAsync(
            $"""
            CREATE TABLE ml_feature_store (id uuid, feature_name text, entity_id text, value jsonb, created_at timestamptz,
                {column} timestamptz, event_time timestamptz);
            INSERT INTO ml_feature_store VALUES
                ('{id}', 'cpu', 'vm-1', '1', '2026-01-02', '2026-03-01', '2026-01-01'),
                ('11111111-1111-4111-8111-111111111111', 'cpu', 'vm-2', '1', '2026-01-02', NULL, NULL)
            """);
        var report = await ImportAsync();
        Assert.Equal((2, 2, 0, 0), Numbers(report, "ml_feature_store"));
        Assert.Equal(1, Table(report, "ml_feature_store").Changes["known_at is missing: the import uses created_at"]);
        await using var context = Database.CreateContext();
        var value = await context.FeatureValues.SingleAsync(value => value.EntityId == "vm-1");
        Assert.Equal(
            (ImportedId.Sliced("ml_feature_store", $"{id}", Known), Known, Written.AddDays(-1)),
            (value.Id, value.KnownAt, value.EventTime));
        Assert.Equal(Known, Uuid7.TimeOf(value.Id));

        var other = await context.FeatureValues.SingleAsync(value => value.EntityId == "vm-2");
        Assert.Equal((Written, Written), (other.KnownAt, other.EventTime));
    }

    [Fact]
    public async Task A_value_with_one_time_is_known_and_true_from_then_on()
    {
        await CreateSourceAsync(
            """
            CREATE TABLE ml_feature_store (id bigint, feature_name text, entity_id text, value jsonb, known_at timestamptz);
            INSERT INTO ml_feature_store VALUES (1, 'cpu', 'vm-1', '1', '2026-03-01')
            """);
        Assert.Equal((1, 1, 0, 0), Numbers(await ImportAsync(), "ml_feature_store"));
        await using var context = Database.CreateContext();
        var value = await context.FeatureValues.SingleAsync();
        Assert.Equal((Known, Known), (value.KnownAt, value.EventTime));
    }
}
