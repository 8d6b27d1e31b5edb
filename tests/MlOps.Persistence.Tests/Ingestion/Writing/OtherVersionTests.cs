using System.Buffers;
using System.Text;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using MlOps.Domain.Tenancy;
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
    public async Task A_record_that_this_version_cannot_read_is_logged_at_each_start_and_set_aside_for_another_version(
        string record, string reason)
    {
        using var directory = new TestDirectory();
        await AppendAsync(directory, Encoding.UTF8.GetBytes(record));
        for (var start = 1; start <= 2; start++)
        {
            await using var host = await StartAsync(directory);
            await host.Writer.WriteAsync(Sample.BarePredictions()[1]);
            await host.Writer.FlushAsync();
            Assert.Equal(start, await Database.CountAsync("ml_predictions"));
            Assert.Contains(reason, Assert.Single(host.Log.Of(LogLevel.Error)), StringComparison.Ordinal);
        }

        Assert.Empty(Directory.GetFiles(directory.Child("journal"), "*.journal"));
        Assert.Equal(record, await File.ReadAllTextAsync(Assert.Single(SetAside(directory))));
    }

    [Fact]
    public async Task A_record_that_was_set_aside_is_stored_by_a_version_that_can_read_it()
    {
        using var directory = new TestDirectory();
        var prediction = Sample.BarePredictions()[1];
        prediction.BelongTo(Tenants.Default);
        var output = new ArrayBufferWriter<byte>();
        await using (var context = Database.CreateContext())
            WriteCodec.Write(context.Model, output, Write.Of(prediction));

        Directory.CreateDirectory(directory.Child("journal/quarantine"));
        await File.WriteAllBytesAsync(directory.Child("journal/quarantine/1.record"), output.WrittenSpan.ToArray());
        await using (var host = await StartAsync(directory))
            await host.Writer.FlushAsync();

        Assert.Equal(prediction.Id, await Database.ScalarAsync<Guid>("SELECT id FROM ml_predictions"));
        Assert.Empty(SetAside(directory));
    }

    [Fact]
    public async Task What_was_stored_beside_an_unreadable_record_is_not_delivered_again()
    {
        using var directory = new TestDirectory();
        var prediction = Sample.BarePredictions()[1];
        await AppendAsync(directory, "RemovedPrediction\n{}"u8.ToArray());
        await using (var host = await StartAsync(directory))
        {
            await host.Writer.WriteAsync(prediction);
            await host.Writer.FlushAsync();
        }

        // As retention deletes old rows.
        await Database.ExecuteAsync("DELETE FROM ml_predictions");
        await using (var host = await StartAsync(directory))
            await host.Writer.FlushAsync();

        Assert.Equal(0, await Database.CountAsync("ml_predictions"));
    }

    private static string[] SetAside(TestDirectory directory) => Directory.GetFiles(directory.Child("journal/quarantine"));

    private static async Task AppendAsync(TestDirectory directory, byte[] record)
    {
        var options = new JournalOptions(directory.Child("journal"))
        {
            Owner = WriteJournal.OwnerOf(Tenants.Default, typeof(MlOpsDbContext)),
        };
        await using var journal = DurableJournal.Open(options, NullLogger.Instance);
        await journal.AppendAsync(record, CancellationToken.None);
    }

    private Task<WriterHost> StartAsync(TestDirectory directory) => WriterHost.StartAsync(
        Database.ConnectionString,
        options => (options.Durability, options.JournalDirectory) = (Durability.Journal, directory.Child("journal")));
}
