using Microsoft.EntityFrameworkCore;
using MlOps.Domain.Predictions;
using MlOps.Persistence.Ingestion;
using MlOps.Persistence.Maintenance;
using MlOps.Testing;

namespace FraudScoring.Tests;

public class SliceTests : EmptyDatabaseTest<FraudContext>
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly Payment Payment = new("payment-1", 120, "fr", "de", 2);

    [Fact]
    public async Task What_the_team_declares_works_as_what_the_library_declares()
    {
        await using var context = CreateContext();
        Assert.Equal("FraudContextModel", context.Model.GetType().Name);
        await new SchemaUpgrade(context).RunAsync(Noon, Noon.AddDays(1));
        var investigation = new Investigation(Payment.Id, Noon);
        context.AddRange(
            new BlockedMerchant("Shady Ltd", Noon), investigation, new InvestigationNote(investigation, "stolen", Noon),
            FraudPrediction.Record(Payment, 0.5, Noon));
        await context.SaveChangesAsync();
        await context.BulkInsertAsync(
            Enumerable.Range(0, 99).Select(_ => FraudPrediction.Record(Payment, 0.5, Noon))
                .Append(Prediction.ForService("plain", "quality", 1, Noon)));

        // The leaf lies in the slices of the library's predictions.
        Assert.Equal("100", await ReadAsync("SELECT count(*)::text FROM fraud_ml_predictions_2026_03"));
        Assert.Equal("101", await ReadAsync("SELECT count(*)::text FROM ml_predictions_2026_03"));
        Assert.Equal("ml_predictions_2026_03", await PrincipalAsync("fraud_ml_predictions_2026_03"));
        // An aggregate of its own has slices of its own interval.
        Assert.Equal("1", await ReadAsync("SELECT count(*)::text FROM investigation_2026_03_01"));
        Assert.Equal("investigation_2026_03_01", await PrincipalAsync("investigation_note_2026_03_01"));
        // Every table of a tenant has its policy.
        foreach (var table in (string[])["fraud_ml_predictions", "investigation", "investigation_note", "blocked_merchant"])
            Assert.Equal("1", await ReadAsync($"SELECT count(*)::text FROM pg_policy WHERE polrelid = '{table}'::regclass"));

        Assert.Equal("100", await ReadAsync("SELECT payments::text FROM v_fraud_by_country WHERE card_country = 'fr'"));
        Assert.Equal("proposed", await ReadAsync("SELECT block_state FROM blocked_merchant"));
    }

    private Task<string> PrincipalAsync(string partition) => ReadAsync(
        "SELECT confrelid::regclass::text FROM pg_constraint WHERE contype = 'f' AND conname LIKE '%tenant%' AND " +
        $"conrelid = '{partition}'::regclass");

    private async Task<string> ReadAsync(string sql) => Assert.Single(await ColumnAsync(sql));
}
