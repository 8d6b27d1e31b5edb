using MlOps.Domain.Features;
using MlOps.Domain.Predictions;
using MlOps.Testing;
using KnownTenants = MlOps.Domain.Tenancy.Tenants;

namespace MlOps.Import.Tests;

/// <summary>A source that is a database of MlOps itself, with schemas and arrays.</summary>
public sealed class OwnDatabaseImportTests(TestServer server, TestDatabase database) : ImportTest(server, database)
{
    private const string Stored =
        """
        SELECT concat_ws(' ', id, tenant_id, coalesce(request_id, 'none'), service_name, coalesce(feature_schema_id::text, 'none'),
            coalesce(features::text, 'none'), coalesce(categories::text, 'none'), coalesce(attributions::text, 'none'), attribution_method)
        FROM ml_predictions ORDER BY id
        """;

    private const string Schemas =
        """
        SELECT concat_ws(' ', s.tenant_id, s.id, s.name, s.version, s.hash, s.number_count, s.category_count, s.created_at, f.ordinal,
            f.position, f.name, f.type, f.expected_min, f.expected_max, f.description)
        FROM ml_feature_schemas s JOIN ml_schema_features f ON f.schema_id = s.id ORDER BY s.id, f.ordinal
        """;

    private const string Arrays =
        """
        SELECT coalesce(features::text, 'none') || ' ' || coalesce(categories::text, 'none') FROM ml_predictions ORDER BY predicted_value
        """;

    private const string Documents = "SELECT ((context->'imported') - 'received_at')::text FROM ml_predictions ORDER BY predicted_value";

    private static readonly Guid Other = new("0195a000-0000-7000-8000-0000000000aa");

    [Fact]
    public async Task Schemas_and_all_arrays_of_each_tenant_are_the_same_afterwards()
    {
        await CreateOwnSourceAsync();
        foreach (var tenant in new[] { KnownTenants.Default, Other })
        {
            var schema = FeatureSchema.Define(
                "inputs", 3, Build.Noon, FeatureDefinition.Number("age", 0, 0.1),
                FeatureDefinition.Category("plan") with { Description = "Ü" }, FeatureDefinition.Number("income"));
            var categories = FeatureSchema.Define("texts", 1, Build.Noon, FeatureDefinition.Category("plan"));
            await AddToSourceAsync(tenant, schema, categories);
            await AddToSourceAsync(
                tenant,
                Predict(schema, [null, double.NaN], ["a,\"b\" 你"], new FeatureAttributions("shap", null, double.NaN, -0.1)),
                Predict(schema, [double.PositiveInfinity, double.NegativeInfinity], [null], requestId: "request-1"),
                Predict(schema, [0.1 + 0.2, -0.0], [""]),
                Predict(schema, [double.MaxValue, double.Epsilon], ["NULL"]),
                Predict(categories, [], ["NaN"]),
                Build.Prediction(),
                Build.OraclePrediction(details: new() { Features = FeatureVector.Of(schema, [1, 2], ["gold"]), RequestId = "request-2" }));
        }

        var report = await ImportAsync();

        Assert.True(report.IsComplete, string.Join('\n', Refused));
        Assert.Equal(await Source.ColumnAsync(Schemas), await Database.ColumnAsync(Schemas));
        Assert.Equal(await Source.ColumnAsync(Stored), await Database.ColumnAsync(Stored));
        Assert.Equal((4, 4, 0, 0), Numbers(report, "ml_feature_schemas"));
        Assert.Equal(8, Table(report, "ml_predictions").Changes["the arrays of the row become features of schema 'inputs' version 3"]);
        Assert.DoesNotContain("ml_schema_features", report.OtherTables);
        Assert.Equal(0, await Database.CountAsync("ml_predictions WHERE context->'imported' ?| '{features,categories,feature_schema_id}'"));
    }

    [Fact]
    public async Task A_label_comes_with_where_it_is_from()
    {
        const string Labels = "SELECT concat_ws(' ', actual_value, labelled_at, label_source) FROM ml_predictions ORDER BY 1";
        await CreateOwnSourceAsync();
        var (known, unknown) = (Build.Prediction(), Build.Prediction());
        known.RecordLabel(1, Build.Noon.AddHours(1), LabelSources.File);
        unknown.RecordLabel(0, Build.Noon.AddHours(1));
        await AddToSourceAsync(KnownTenants.Default, known, unknown);

        await ImportAsync();

        Assert.Equal(["0 2026-03-01 13:00:00+00", "1 2026-03-01 13:00:00+00 file"], await Database.ColumnAsync(Labels));
    }

    [Fact]
    public async Task A_second_run_finds_everything_there_and_a_dry_run_reports_the_same_and_stores_nothing()
    {
        await CreateOwnSourceAsync();
        var schema = Build.FeatureSchema();
        await AddToSourceAsync(KnownTenants.Default, schema);
        await AddToSourceAsync(KnownTenants.Default, Predict(schema, [1, 2, 3, 4, 5], ["a", "b"]));

        var dry = await ImportAsync(new ImportOptions { IsDryRun = true });
        Assert.Equal(0, await Database.CountAsync("ml_feature_schemas"));
        var first = await ImportAsync();
        var second = await ImportAsync();

        Assert.Equal((1, 1, 0, 0), Numbers(first, "ml_feature_schemas"));
        Assert.Equal((1, 0, 1, 0), Numbers(second, "ml_feature_schemas"));
        Assert.Equal((1, 0, 1, 0), Numbers(second, "ml_predictions"));
        Assert.Equal(Table(first, "ml_predictions").Changes, Table(dry, "ml_predictions").Changes);
        Assert.Equal(1, await Database.CountAsync("ml_feature_schemas"));
    }

    [Fact]
    public async Task An_equal_schema_of_the_target_is_used()
    {
        await CreateOwnSourceAsync();
        var (schema, equal) = (Build.FeatureSchema(at: Build.Noon.AddDays(1)), Build.FeatureSchema());
        await AddToSourceAsync(KnownTenants.Default, schema);
        await AddToSourceAsync(KnownTenants.Default, Predict(schema, [1, 2, 3, 4, 5], ["a", "b"]));
        await AddAsync(equal);

        var report = await ImportAsync();

        Assert.Equal((1, 0, 1, 0), Numbers(report, "ml_feature_schemas"));
        Assert.Equal(
            [$"{equal.Id} {{1,2,3,4,5}}"],
            await Database.ColumnAsync("SELECT feature_schema_id || ' ' || features::text FROM ml_predictions"));
    }

    [Fact]
    public async Task A_schema_that_has_other_features_in_the_target_is_refused_and_its_predictions_have_no_features()
    {
        await CreateOwnSourceAsync();
        var schema = FeatureSchema.Define("inputs", 1, Build.Noon, FeatureDefinition.Number("age"));
        var good = FeatureSchema.Define("inputs", 2, Build.Noon, FeatureDefinition.Number("age"));
        await AddToSourceAsync(KnownTenants.Default, schema, good);
        await AddToSourceAsync(KnownTenants.Default, Predict(schema, [7], [], value: 1), Predict(good, [8], [], value: 2));
        var stored = FeatureSchema.Define("inputs", 1, Build.Noon, FeatureDefinition.Number("income"));
        await AddAsync(stored);

        var report = await ImportAsync();

        var refused = Assert.Single(Refused);
        Assert.Equal(
            ("ml_feature_schemas", $"{schema.Id}", "hash", schema.Hash), (refused.Table, refused.Id, refused.Column, refused.Value));
        Assert.Equal(
            $"hash must be {stored.Hash}, since there is a schema 'inputs' version 1 with other features; it was '{schema.Hash}'.",
            refused.Reason);
        Assert.Equal((2, 2, 0, 0), Numbers(report, "ml_predictions"));
        Assert.Equal(
            1, Table(report, "ml_predictions").Changes["the schema of the features was not imported: they stay in context"]);
        Assert.Equal(["none none", "{8} {}"], await Database.ColumnAsync(Arrays));
        Assert.Equal(
            $$"""{"features": [7], "categories": [], "feature_schema_id": "{{schema.Id}}"}""", (await Database.ColumnAsync(Documents))[0]);
    }

    [Theory]
    [InlineData("features = '{1}'", "none none")]
    [InlineData("features = '{{1,2}}'", "none none")]
    [InlineData("features = '{1,2,3}'", "none none")]
    [InlineData("categories = '{a,b}'", "none none")]
    [InlineData("categories = ARRAY[repeat('x', 1001)]", "none none")]
    [InlineData("categories = NULL", "{7,8} {NULL}")]
    [InlineData("features = '{}'", "{NULL,NULL} {gold}")]
    public async Task A_row_with_arrays_that_do_not_fit_is_imported_without_them(string change, string stored)
    {
        await CreateOwnSourceAsync();
        var schema = FeatureSchema.Define(
            "inputs", 1, Build.Noon, FeatureDefinition.Number("age"), FeatureDefinition.Category("plan"),
            FeatureDefinition.Number("income"));
        await AddToSourceAsync(KnownTenants.Default, schema);
        await AddToSourceAsync(
            KnownTenants.Default,
            Enumerable.Range(1, 3).Select(i => Predict(schema, [7, 8], ["gold"], new FeatureAttributions("shap", 1, 2, 3), value: i)));
        await ExecuteAsync($"UPDATE ml_predictions SET {change} WHERE predicted_value = 2");

        var report = await ImportAsync();

        Assert.Equal((3, 3, 0, 0), Numbers(report, "ml_predictions"));
        Assert.Equal(["{7,8} {gold}", stored, "{7,8} {gold}"], await Database.ColumnAsync(Arrays));
        var isFit = stored[0] == '{';
        Assert.Equal(
            isFit ? 0 : 1,
            Table(report, "ml_predictions").Changes.GetValueOrDefault(
                "the arrays of the row do not fit schema 'inputs' version 1: they stay in context"));
        Assert.Equal(
            isFit ? "" : "attribution_method attributions categories feature_schema_id features",
            await Database.ScalarAsync<string>(
                """
                SELECT coalesce(string_agg(key, ' ' ORDER BY key), '') FROM ml_predictions, jsonb_object_keys(context->'imported') AS key
                WHERE predicted_value = 2 AND key <> 'received_at'
                """));
    }

    [Fact]
    public async Task Attributions_that_do_not_fit_stay_in_context_and_the_features_are_imported()
    {
        await CreateOwnSourceAsync();
        var schema = FeatureSchema.Define("inputs", 1, Build.Noon, FeatureDefinition.Number("age"));
        await AddToSourceAsync(KnownTenants.Default, schema);
        await AddToSourceAsync(KnownTenants.Default, Predict(schema, [7], [], new FeatureAttributions("shap", 1)));
        await ExecuteAsync("UPDATE ml_predictions SET attributions = '{1,NaN}'");

        var report = await ImportAsync();

        Assert.Equal(["{7} {}"], await Database.ColumnAsync(Arrays));
        Assert.Equal(1, await Database.CountAsync("ml_predictions WHERE attributions IS NULL AND attribution_method IS NULL"));
        Assert.Equal(["""{"attributions": [1, "NaN"], "attribution_method": "shap"}"""], await Database.ColumnAsync(Documents));
        Assert.Equal(
            1, Table(report, "ml_predictions").Changes[
                "the attributions of the row do not fit schema 'inputs' version 1: they stay in context"]);
    }

    private static Prediction Predict(
        FeatureSchema schema, double?[] numbers, string?[] categories, FeatureAttributions? attributions = null, string? requestId = null,
        double value = 0.5) => Build.Prediction(value: value, details: new PredictionDetails
        {
            Features = FeatureVector.Of(schema, numbers, categories),
            Attributions = attributions,
            RequestId = requestId,
        });

    private async Task AddAsync(FeatureSchema schema)
    {
        await using var context = Database.CreateContext();
        context.Add(schema);
        await context.SaveChangesAsync();
    }
}
