using System.Text;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using MlOps.Persistence.Ingestion.Journal;
using MlOps.Persistence.Ingestion.Writing;
using MlOps.Testing;

namespace MlOps.Persistence.Tests.Ingestion.Writing;

/// <summary>A journal that another version of the application wrote.</summary>
public class OtherVersionTests(TestDatabase database) : DatabaseTest(database)
{
    [Theory]
    [InlineData("RemovedPrediction\n{}", "no entity named RemovedPrediction")]
    [InlineData("Feedback\n{\"Colour\": 1}", "no property Colour")]
    public async Task A_record_that_this_version_cannot_read_is_logged_at_each_start_and_stays_for_another_version(
        string record, string reason)
    {
        using var directory = new TestDirectory();
        await using (var journal = DurableJournal.Open(new JournalOptions(directory.Child("journal")), NullLogger.Instance))
            await journal.AppendAsync(Encoding.UTF8.GetBytes(record), CancellationToken.None);

        for (var start = 1; start <= 2; start++)
        {
            await using var host = await WriterHost.StartAsync(
                Database.ConnectionString,
                options => (options.Durability, options.JournalDirectory) = (Durability.Journal, directory.Child("journal")));
            await host.Writer.WriteAsync(Sample.BarePredictions()[1]);
            await host.Writer.FlushAsync();
            Assert.Equal(start, await Database.CountAsync("ml_predictions"));
            Assert.Contains(reason, Assert.Single(host.Log.Of(LogLevel.Error)), StringComparison.Ordinal);
        }
    }
}
