using MlOps.Domain.Features;
using MlOps.Testing;
using KnownTenants = MlOps.Domain.Tenancy.Tenants;

namespace MlOps.Import.Tests;

/// <summary>The feature schemas of a source.</summary>
public sealed class OwnSchemasImportTests(TestServer server, TestDatabase database) : ImportTest(server, database)
{
    private const string Tables =
        """
        CREATE TABLE ml_feature_schemas (id int PRIMARY KEY, name text, version text, hash text, created_at date);
        CREATE TABLE ml_schema_features (schema_id text, name text, type text, ordinal int, position int, expected_min float8);
        INSERT INTO ml_feature_schemas VALUES (1, 'good', '1', NULL, '2026-01-01'), (2, 'bad', '1', NULL, '2026-01-01');
        INSERT INTO ml_schema_features VALUES
            (1, 'income', 'number', 2, 2, NULL), (1, 'age', 'number', 1, 1, 5), (2, 'age', 'number', 1, 1, NULL);
        CREATE TABLE ml_predictions (id int, predicted_value int, features float8[], feature_schema_id int, created_at date);
        INSERT INTO ml_predictions VALUES (1, 1, '{7,NULL}', 1, '2026-01-01'), (2, 2, '{9}', 2, '2026-01-01'), (3, 3, '{9}', 3, '2026-01-01');
        """;

    private const string Stored = "SELECT coalesce(features::text, 'none') FROM ml_predictions ORDER BY predicted_value";

    [Fact]
    public async Task Tables_with_other_types_are_read_too_and_features_are_sorted_by_their_places()
    {
        await CreateSourceAsync(Tables);
        var report = await ImportAsync();
        Assert.Equal((2, 2, 0, 0), Numbers(report, "ml_feature_schemas"));
        Assert.Equal(["age 5", "income"], await Database.ColumnAsync(
            """
            SELECT concat_ws(' ', f.name, expected_min) FROM ml_schema_features f JOIN ml_feature_schemas s ON s.id = schema_id
            WHERE s.name = 'good' ORDER BY ordinal
            """));
        Assert.Equal(["{7,NULL}", "{9}", "none"], await Database.ColumnAsync(Stored));
    }

    [Theory]
    [InlineData("UPDATE ml_schema_features SET type = 'date' WHERE schema_id = '2'", "features must each have a type: Number or Category")]
    [InlineData("UPDATE ml_schema_features SET name = ' ' WHERE schema_id = '2'", "Name must not be empty")]
    [InlineData("UPDATE ml_schema_features SET position = 2 WHERE schema_id = '2'", "features must have the places 1, 2, 3 and so on")]
    [InlineData("UPDATE ml_schema_features SET ordinal = NULL WHERE schema_id = '2'", "features must have the places 1, 2, 3 and so on")]
    [InlineData("DELETE FROM ml_schema_features WHERE schema_id = '2'", "features must be given; it was null")]
    [InlineData("UPDATE ml_feature_schemas SET version = 'x' WHERE id = 2", "version must be a number; it was 'x'")]
    [InlineData("UPDATE ml_feature_schemas SET hash = 'x' WHERE id = 2", "which is the hash of the features; it was 'x'")]
    public async Task A_schema_that_breaks_a_rule_is_refused_alone(string change, string reason)
    {
        await CreateSourceAsync(Tables + change);
        var report = await ImportAsync();
        Assert.Contains(reason, Assert.Single(Refused).Reason, StringComparison.Ordinal);
        Assert.Equal((2, 1, 0, 1), Numbers(report, "ml_feature_schemas"));
        Assert.Equal(["{7,NULL}", "none", "none"], await Database.ColumnAsync(Stored));
    }

    [Fact]
    public async Task A_schema_with_the_id_of_another_one_is_refused()
    {
        await CreateOwnSourceAsync();
        await AddToSourceAsync(KnownTenants.Default, Build.FeatureSchema("inputs"));
        await ImportAsync();
        await ExecuteAsync("SET session_replication_role = replica; UPDATE ml_feature_schemas SET name = 'other'");

        await ImportAsync();

        Assert.StartsWith(
            "id must be another one, since schema 'inputs' version 1 has it; it was", Assert.Single(Refused).Reason,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_schema_that_only_the_database_refuses_gives_no_prediction_features()
    {
        await CreateSourceAsync(Tables);
        await Database.ExecuteAsync("ALTER TABLE ml_feature_schemas ADD CONSTRAINT no_bad CHECK (name <> 'bad')");
        try
        {
            Assert.Equal((2, 1, 0, 1), Numbers(await ImportAsync(), "ml_feature_schemas"));
        }
        finally
        {
            await Database.ExecuteAsync("ALTER TABLE ml_feature_schemas DROP CONSTRAINT no_bad");
        }

        Assert.Equal(["{7,NULL}", "none", "none"], await Database.ColumnAsync(Stored));
    }

    [Fact]
    public async Task A_link_to_the_catalogue_is_not_imported_and_the_report_says_so()
    {
        await CreateOwnSourceAsync();
        var feature = Build.Feature();
        await AddToSourceAsync(
            KnownTenants.Default,
            feature, FeatureSchema.Define("inputs", 1, Build.Noon, FeatureDefinition.Number("age") with { Feature = feature }));

        var report = await ImportAsync();

        Assert.Equal(
            1, Table(report, "ml_feature_schemas").Changes["the features of the schema are not linked to the catalogue of features"]);
        Assert.Equal(1, await Database.CountAsync("ml_schema_features WHERE feature_id IS NULL"));
    }

    [Fact]
    public async Task A_table_of_schemas_without_features_is_unknown()
    {
        await CreateSourceAsync(Tables + "DROP TABLE ml_schema_features");
        Assert.Contains("ml_feature_schemas", (await ImportAsync()).OtherTables);
    }
}
