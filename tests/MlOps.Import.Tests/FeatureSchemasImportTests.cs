using MlOps.Domain.Features;
using MlOps.Import.Mapping;
using MlOps.Persistence;
using MlOps.Testing;
using KnownTenants = MlOps.Domain.Tenancy.Tenants;

namespace MlOps.Import.Tests;

/// <summary>Which schema the documents of a service are read by.</summary>
public sealed class FeatureSchemasImportTests(TestServer server, TestDatabase database) : ImportTest(server, database)
{
    private const string TwoTenants =
        """
        CREATE TABLE ml_predictions (id int, tenant_id text, service_name text, predicted_value int, context jsonb, created_at date);
        INSERT INTO ml_predictions SELECT i, CASE WHEN i < 3 THEN 'contoso' END, 'quiz', i, '{"age": 41, "plan": 7}', '2026-01-01'
            FROM generate_series(1, 3) i
        """;

    private const string Stored =
        "SELECT coalesce(features::text, 'none') || (context - 'imported') FROM ml_predictions ORDER BY predicted_value";

    private static readonly Guid Contoso = ImportedId.Plain("ml_tenants", "contoso");

    [Fact]
    public async Task Each_tenant_has_its_own_schema_and_the_newest_version_counts()
    {
        await DefineAsync(Contoso, 1, "age");
        await DefineAsync(Contoso, 2, "plan", "age");
        await DefineAsync(KnownTenants.Default, 7, "plan");
        await CreateSourceAsync(TwoTenants);

        var report = await ImportAsync(Naming(new ImportFeatures("quiz", "inputs")));

        Assert.Equal(["{7,41}{}", "{7,41}{}", """{7}{"age": 41}"""], await Database.ColumnAsync(Stored));
        var changes = Table(report, "ml_predictions").Changes;
        Assert.Equal(2, changes["features of the document become arrays of schema 'inputs' version 2"]);
        Assert.Equal(1, changes["features of the document become arrays of schema 'inputs' version 7"]);
    }

    [Fact]
    public async Task A_tenant_without_the_schema_gets_whole_documents_and_a_remark()
    {
        await DefineAsync(Contoso, 1, "age");
        await DefineAsync(Contoso, 2, "plan");
        await DefineAsync(KnownTenants.Default, 2, "plan");
        await CreateSourceAsync(TwoTenants);

        var report = await ImportAsync(Naming(new ImportFeatures("quiz", "inputs", 1)));

        Assert.Equal(
            ["""{41}{"plan": 7}""", """{41}{"plan": 7}""", """none{"age": 41, "plan": 7}"""], await Database.ColumnAsync(Stored));
        Assert.Equal(
            1, Table(report, "ml_predictions").Changes[
                $"tenant {KnownTenants.Default} has no schema 'inputs' version 1: the features of service 'quiz' stay in context"]);
        Assert.True(report.IsComplete);
    }

    [Theory]
    [InlineData("input", null, "No tenant of the import has schema 'input', by which the features of service 'quiz' would be read.")]
    [InlineData("inputs", 2, "No tenant of the import has schema 'inputs' version 2, by which")]
    public async Task A_schema_that_no_tenant_has_ends_the_import_before_a_row_is_stored(string name, int? version, string message)
    {
        await DefineAsync(Contoso, 1, "age");
        await CreateSourceAsync(TwoTenants);

        var error = await Assert.ThrowsAsync<MlOpsException>(() => ImportAsync(Naming(new ImportFeatures("quiz", name, version))));

        Assert.Equal(MlOpsError.NotFound, error.Error);
        Assert.StartsWith(message, error.Message, StringComparison.Ordinal);
        Assert.Equal(0, await Database.CountAsync("ml_predictions"));
    }

    [Fact]
    public async Task A_service_that_is_named_twice_is_refused()
    {
        await CreateSourceAsync(TwoTenants);
        var error = await Assert.ThrowsAsync<MlOpsException>(
            () => ImportAsync(Naming(new ImportFeatures("quiz", "inputs"), new ImportFeatures("quiz", "other", 2))));
        Assert.Equal(MlOpsError.Configuration, error.Error);
        Assert.Equal("Service 'quiz' has several schemas: schema 'inputs', schema 'other' version 2. Name one of them.", error.Message);
    }

    [Fact]
    public async Task A_service_that_has_no_document_gets_a_remark()
    {
        await DefineAsync(Contoso, 1, "age");
        await CreateSourceAsync(TwoTenants);

        var report = await ImportAsync(Naming(new ImportFeatures("quizz", "inputs"), new ImportFeatures("quiz", "inputs")));

        Assert.Equal(
            ["no prediction of service 'quizz' has a document: schema 'inputs' is not used"],
            Table(report, "ml_predictions").Remarks.Where(remark => remark.Contains("service", StringComparison.Ordinal)));
    }

    private static ImportOptions Naming(params ImportFeatures[] features) => new() { Features = features };

    private async Task DefineAsync(Guid tenant, int version, params string[] numbers)
    {
        await using var context = Database.CreateContext(tenant);
        context.Add(FeatureSchema.Define(
            "inputs", version, DateTimeOffset.UnixEpoch, [.. numbers.Select(name => FeatureDefinition.Number(name))]));
        await context.SaveChangesAsync();
    }
}
