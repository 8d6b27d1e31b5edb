using Microsoft.EntityFrameworkCore;
using MlOps.Domain;
using MlOps.Domain.Tenancy;
using MlOps.Persistence.Ingestion;
using MlOps.Testing;
using Npgsql;

namespace MlOps.Persistence.Tests.Mapping;

public sealed class DerivedContextTests(TestServer server) : IAsyncLifetime
{
    private NpgsqlDataSource _dataSource = null!;
    private string _connectionString = "";

    public async ValueTask InitializeAsync()
    {
        _connectionString = await server.CreateEmptyDatabaseAsync();
        _dataSource = NpgsqlDataSource.Create(_connectionString);
        await using var context = CreateContext();
        await context.Database.EnsureCreatedAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _dataSource.DisposeAsync();
        await server.DropDatabaseAsync(_connectionString);
    }

    [Fact]
    public void A_leaf_and_an_entity_of_the_application_follow_the_conventions()
    {
        using var context = CreateContext();
        var tables = TestModels.Of(context).GetRelationalModel().Tables;
        var leaf = tables.Single(table => table.Name == "translator_predictions");
        Assert.Equal(["tenant_id", "id"], leaf.PrimaryKey!.Columns.Select(column => column.Name));
        Assert.Equal("ml_predictions", Assert.Single(leaf.ForeignKeyConstraints).PrincipalTable.Name);
        Assert.Equal("jsonb", leaf.FindColumn("token_scores")!.StoreType);
        Assert.Equal("tone in ('very_formal', 'casual')", Assert.Single(leaf.CheckConstraints).Sql);

        var own = tables.Single(table => table.Name == "glossary_entries");
        Assert.Equal("pk_glossary_entries", own.PrimaryKey!.Name);
        Assert.Equal(["tenant_id", "id"], own.PrimaryKey.Columns.Select(column => column.Name));
        Assert.Equal("ix_glossary_entries_tenant_id_source_term", Assert.Single(own.Indexes).Name);
        Assert.NotNull(context.Model.FindEntityType(typeof(GlossaryEntry))!.FindDeclaredQueryFilter("Tenant"));
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task They_are_read_back_field_by_field(bool inBulk)
    {
        Entity[] written =
        [
            new TranslatorPrediction("de-CH", ToneOfVoice.VeryFormal, Sample.Noon) { TokenScores = Json.Parse("[1]") },
            new GlossaryEntry(Sample.Hostile, Sample.Noon) { Tone = ToneOfVoice.Casual, PageNumbers = [3, 1] },
        ];
        await using (var context = CreateContext())
        {
            if (inBulk)
                await BulkInsert.RunAsync(context, written, default);
            else
                context.AddRange(written);

            await context.SaveChangesAsync();
        }

        await using (var context = CreateContext())
        {
            Assert.Empty(Fields.Differences(context, written[0], await context.Predictions.SingleAsync()));
            Assert.Empty(Fields.Differences(context, written[1], await context.GlossaryEntries.SingleAsync()));
        }

        await using (var context = CreateContext(Guid.CreateVersion7()))
        {
            Assert.Empty(await context.TranslatorPredictions.ToListAsync());
            Assert.Empty(await context.GlossaryEntries.ToListAsync());
        }
    }

    [Fact]
    public async Task A_value_that_its_column_refuses_is_reported_with_its_table()
    {
        await using var context = CreateContext();
        var error = await Assert.ThrowsAsync<DbUpdateException>(() => BulkInsert.RunAsync(
            context, [new TranslatorPrediction("much too long", null, Sample.Noon)], default));
        Assert.Contains("translator_predictions", error.Message, StringComparison.Ordinal);
        Assert.Contains("too long", error.Message, StringComparison.Ordinal);
        Assert.Empty(await context.Predictions.ToListAsync());
    }

    private TranslatorContext CreateContext(Guid? tenantId = null)
    {
        var builder = new DbContextOptionsBuilder<TranslatorContext>();
        builder.UseMlOps(_dataSource, tenantId ?? Tenants.Default);
        return new TranslatorContext(builder.Options);
    }
}
