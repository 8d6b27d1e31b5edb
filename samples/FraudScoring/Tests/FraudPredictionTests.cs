using Microsoft.EntityFrameworkCore;
using MlOps.Persistence.Ingestion;
using MlOps.Testing;

[assembly: AssemblyFixture(typeof(TestServer<FraudScoring.FraudContext>))]

namespace FraudScoring.Tests;

public class FraudPredictionTests(TestDatabase<FraudContext> database) : DatabaseTest<FraudContext>(database)
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly Payment Payment = new("payment-1", 120, "fr", "de", 2);

    [Fact]
    public async Task A_score_is_stored_and_counted_by_country()
    {
        await using var context = Database.CreateContext();
        await context.BulkInsertAsync([FraudPrediction.Record(Payment, FraudModel.Score(Payment), Noon)]);

        var stored = await context.Set<FraudPrediction>().SingleAsync();
        Assert.Equal((Payment.Id, "fr"), (stored.PaymentId, stored.CardCountry));
        Assert.Equal(1, await context.Database.SqlQuery<long>(
            $"SELECT payments AS \"Value\" FROM v_fraud_by_country WHERE card_country = 'fr'").SingleAsync());
    }

    [Fact]
    public async Task Another_tenant_sees_none_of_it()
    {
        await using var context = Database.CreateContext();
        context.Add(new BlockedMerchant("Shady Ltd", Noon));
        await context.SaveChangesAsync();

        await using var stranger = Database.CreateContext(Guid.CreateVersion7(Noon));
        Assert.Equal(1, await context.Set<BlockedMerchant>().CountAsync());
        Assert.Equal(0, await stranger.Set<BlockedMerchant>().CountAsync());
    }

    [Fact]
    public async Task A_note_belongs_to_its_investigation()
    {
        var investigation = new Investigation(Payment.Id, Noon);
        await using var context = Database.CreateContext();
        context.AddRange(investigation, new InvestigationNote(investigation, "The card was stolen.", Noon));
        await context.SaveChangesAsync();
        Assert.Equal(investigation.Id, (await context.Set<InvestigationNote>().SingleAsync()).InvestigationId);
    }
}
