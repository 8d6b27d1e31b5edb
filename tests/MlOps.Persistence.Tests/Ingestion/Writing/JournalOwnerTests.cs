using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using MlOps.Domain.Tenancy;
using MlOps.Persistence.Ingestion.Writing;
using MlOps.Testing;

namespace MlOps.Persistence.Tests.Ingestion.Writing;

/// <summary>A journal belongs to a tenant and to a context, and no other one gets what is in it.</summary>
public class JournalOwnerTests(TestDatabase database) : ClosableDatabaseTest(database)
{
    private static readonly Guid OtherTenant = new("0199a0b0-0000-7000-8000-00000000000b");

    [Fact]
    public async Task Another_tenant_is_refused_and_reads_nothing_and_the_first_loses_nothing()
    {
        using var directory = new TestDirectory();
        var prediction = Sample.BarePredictions()[1];
        await using (var host = await StartAsync(directory))
        {
            await Database.CloseToOthersAsync();
            await host.Writer.WriteAsync(prediction);
            await host.Writer.RecordLabelAsync(prediction.Id, 1, Sample.Noon);
            await host.StopAsync(TimeSpan.FromMilliseconds(200));
        }

        await Database.OpenToOthersAsync();
        var error = await Assert.ThrowsAsync<MlOpsException>(() => StartAsync(directory, OtherTenant));
        Assert.Equal(MlOpsError.JournalUnavailable, error.Error);
        Assert.Contains("belongs to tenant", error.Message, StringComparison.Ordinal);
        Assert.Contains(OtherTenant.ToString(), error.Message, StringComparison.Ordinal);
        await Database.AssertNoDeadLettersAsync();

        await using (var host = await StartAsync(directory))
            await host.Writer.FlushAsync();

        Assert.Equal(1, await Database.ScalarAsync<long>("SELECT count(*) FROM ml_predictions WHERE actual_value = 1"));
        await Database.AssertNoDeadLettersAsync();
    }

    [Fact]
    public async Task Another_context_of_the_same_tenant_is_refused()
    {
        using var directory = new TestDirectory();
        await using (var first = await StartAsync(directory))
        {
            await Database.CloseToOthersAsync();
            await first.Writer.WriteAsync(Sample.BarePredictions()[1]);
            await first.StopAsync(TimeSpan.FromMilliseconds(200));
        }

        await Database.OpenToOthersAsync();
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddMlOps<OtherContext>(options => options.ConnectionString = Database.ConnectionString)
            .AddPredictionWriter(options => Journal(options, directory));
        using var host = builder.Build();
        var error = await Assert.ThrowsAsync<MlOpsException>(() => host.StartAsync());
        Assert.Equal(MlOpsError.JournalUnavailable, error.Error);
        Assert.Contains($"and this is tenant {Tenants.Default} of {typeof(OtherContext)}", error.Message, StringComparison.Ordinal);
        Assert.Equal(0, await Database.CountAsync("ml_predictions"));
    }

    [Theory, InlineData(false), InlineData(true)]
    public async Task A_record_of_another_tenant_is_set_aside_even_if_its_segment_does_not_say_so(bool isLabel)
    {
        using var directory = new TestDirectory();
        await using (var host = await StartAsync(directory, OtherTenant))
        {
            await Database.CloseToOthersAsync();
            if (isLabel)
                await host.Writer.RecordLabelAsync(Guid.CreateVersion7(Sample.Noon), 1, Sample.Noon);
            else
                await host.Writer.WriteAsync(Sample.BarePredictions()[1]);

            await host.StopAsync(TimeSpan.FromMilliseconds(200));
        }

        await Database.OpenToOthersAsync();
        // Damages the header, so that only the record itself says whose it is.
        var segment = Assert.Single(Directory.GetFiles(directory.Child("journal"), "*.journal"));
        var bytes = await File.ReadAllBytesAsync(segment);
        bytes[40] ^= 1;
        await File.WriteAllBytesAsync(segment, bytes);
        await using (var host = await StartAsync(directory))
            await host.Writer.FlushAsync();

        Assert.Equal(0, await Database.CountAsync("ml_predictions"));
        await Database.AssertNoDeadLettersAsync();
        Assert.Single(Directory.GetFiles(directory.Child("journal/quarantine"), "*.record"));
    }

    private Task<WriterHost> StartAsync(TestDirectory directory, Guid? tenantId = null) => WriterHost.StartAsync(
        Database.ConnectionString,
        options => Journal(options, directory),
        tenantId);

    private static void Journal(PredictionWriterOptions options, TestDirectory directory) =>
        (options.Durability, options.JournalDirectory) = (Durability.Journal, directory.Child("journal"));

    private sealed class OtherContext(DbContextOptions<OtherContext> options) : MlOpsDbContext(options);
}
