using FraudScoring;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using MlOps.Persistence.Ingestion.Writing;
using MlOps.Persistence.Maintenance;

var builder = Host.CreateApplicationBuilder(args);
builder.Logging.SetMinimumLevel(LogLevel.Warning); // EF Core would show every statement
builder.Services.AddMlOps<FraudContext>().AddPredictionWriter();
using var host = builder.Build();

await using (var scope = host.Services.CreateAsyncScope())
    await scope.ServiceProvider.GetRequiredService<SchemaUpgrade>().RunAsync();

await host.StartAsync();
var writer = host.Services.GetRequiredService<IPredictionWriter>();
string[] countries = ["de", "fr", "us"];
for (var i = 0; i < 300; i++)
{
    var payment = new Payment($"payment-{i}", 20 + i, countries[i % 3], "de", i % 5);
    await writer.WriteAsync(FraudPrediction.Record(payment, FraudModel.Score(payment), TimeProvider.System.GetUtcNow()));
}

await host.StopAsync(); // stores what the writer still holds

await using (var scope = host.Services.CreateAsyncScope())
{
    var predictions = scope.ServiceProvider.GetRequiredService<FraudContext>().Set<FraudPrediction>();
    var suspicious = await predictions.Where(prediction => prediction.PredictedValue > 0.5)
        .GroupBy(prediction => prediction.CardCountry)
        .Select(country => new { Country = country.Key, Count = country.Count() })
        .OrderBy(country => country.Country)
        .ToListAsync();
    foreach (var country in suspicious)
        Console.WriteLine($"{country.Count} suspicious payments with cards from {country.Country}");
}
