using Microsoft.EntityFrameworkCore;
using MlOps.Domain.Predictions;
using MlOps.Persistence.Ingestion;
using MlOps.Persistence.Maintenance;
using Shop;

// Migrates, makes slices, and writes one of everything.
await using var context = new ShopContextFactory().CreateDbContext(args);
var at = new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
await new SchemaUpgrade(context).RunAsync(at, at.AddDays(1));

var shipment = new Shipment("1 Main Street", at);
context.AddRange(
    new Glossary("slice", at), shipment, new ShipmentNote(shipment, "fragile", at), TranslatorPrediction.Record(0.5, at, "fr"));
await context.SaveChangesAsync();
await context.BulkInsertAsync(
    Enumerable.Range(0, 99).Select(_ => TranslatorPrediction.Record(0.5, at, "fr"))
        .Append(Prediction.ForService("plain", "quality", 1, at)));
await using var stranger = new ShopContextFactory().CreateFor(Guid.CreateVersion7(at), args);
Console.WriteLine(
    $"{context.Model.GetType().Name}: {await context.Set<Glossary>().CountAsync()} of this tenant, " +
    $"{await stranger.Set<Glossary>().CountAsync()} of another");
