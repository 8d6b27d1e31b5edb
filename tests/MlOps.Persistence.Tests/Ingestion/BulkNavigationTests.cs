using Microsoft.EntityFrameworkCore;
using MlOps.Domain;
using MlOps.Domain.Experiments;
using MlOps.Domain.Tenancy;
using MlOps.Persistence.Ingestion;
using MlOps.Testing;

namespace MlOps.Persistence.Tests.Ingestion;

/// <summary>What bulk writes do with entities that have others in their navigations.</summary>
public class BulkNavigationTests(TestDatabase database) : DatabaseTest(database)
{
    [Fact]
    public async Task An_experiment_is_refused_without_its_variants()
    {
        var experiment = CreateExperiment();
        await using var context = Database.CreateContext();
        var error = await Assert.ThrowsAsync<ArgumentException>(() => context.BulkInsertAsync([experiment]));

        Assert.Contains($"AbVariant {experiment.Variants[0].Id}", error.Message, StringComparison.Ordinal);
        Assert.Contains($"AbExperiment {experiment.Id} has", error.Message, StringComparison.Ordinal);
        Assert.Empty(await context.AbExperiments.ToListAsync());
    }

    [Fact]
    public async Task An_upsert_takes_an_experiment_first_and_its_variants_after_it()
    {
        var experiment = CreateExperiment();
        await using var context = Database.CreateContext();
        Assert.Equal(1, await context.BulkUpsertAsync([experiment]));
        Assert.Equal(2, await context.BulkUpsertAsync(experiment.Variants));
        Assert.Equal(2, (await context.AbExperiments.SingleAsync()).Variants.Count);
    }

    [Fact]
    public async Task An_experiment_is_stored_with_variants_that_come_much_later_in_the_stream()
    {
        var experiment = CreateExperiment();
        var between = Enumerable.Range(0, 10_000).Select(_ => Build.Prediction("test", 1));
        Entity[] entities = [experiment, .. between, .. experiment.Variants];
        await using var context = Database.CreateContext();
        Assert.Equal(10_003, await context.BulkInsertAsync(entities.ToAsyncEnumerable()));
        Assert.Equal(2, (await context.AbExperiments.SingleAsync()).Variants.Count);
    }

    [Fact]
    public async Task A_stream_that_ends_without_the_variants_stores_nothing()
    {
        var experiment = CreateExperiment();
        await using var context = Database.CreateContext();
        await Assert.ThrowsAsync<ArgumentException>(() =>
            context.BulkInsertAsync(new Entity[] { experiment, experiment.Variants[0] }.ToAsyncEnumerable()));
        Assert.Empty(await context.AbExperiments.ToListAsync());
        Assert.Empty(await context.AbVariants.ToListAsync());
    }

    [Fact]
    public async Task Only_the_entities_of_the_batch_are_written_of_those_that_are_stored()
    {
        var prediction = Build.Prediction("test", 1);
        await using (var context = Database.CreateContext())
            await context.BulkInsertAsync([prediction]);

        await using var other = Database.CreateContext();
        var loaded = await other.Predictions.SingleAsync();
        loaded.RecordLabel(2, Sample.Noon);
        var feedback = Population.FullFeedback(prediction.Id);
        other.Add(feedback);
        Assert.Same(loaded, feedback.Prediction);
        other.Entry(feedback).State = EntityState.Detached;

        Assert.Equal(1, await other.BulkInsertAsync([feedback]));
        other.ChangeTracker.Clear();
        var stored = await other.Predictions.Include(row => row.Feedback).SingleAsync();
        Assert.Equal(feedback.Id, Assert.Single(stored.Feedback).Id);
        Assert.Null(stored.ActualValue);
    }

    [Fact]
    public void A_navigation_that_its_foreign_key_contradicts_is_refused()
    {
        var book = new Book(Sample.Noon);
        book.BelongTo(Tenants.Default);
        var loan = new Loan(Sample.Noon) { Book = book };
        loan.BelongTo(Tenants.Default);
        using var context = new LibraryContext(new DbContextOptionsBuilder<LibraryContext>().UseNpgsql().Options);
        var error = Assert.Throws<ArgumentException>(() => new NavigationCheck(context).Examine([loan]));
        Assert.Contains($"its BookId is null and not {book.Id}", error.Message, StringComparison.Ordinal);

        loan.BookId = book.Id;
        var check = new NavigationCheck(context);
        check.Examine([loan]);
        check.RequireNothingMissing();
    }

    [Fact]
    public void A_reference_to_an_entity_that_is_not_stored_is_refused()
    {
        var book = new Book(Sample.Noon);
        var loan = new Loan(Sample.Noon) { Book = book, BookId = book.Id };
        using var context = new LibraryContext(new DbContextOptionsBuilder<LibraryContext>().UseNpgsql().Options);
        var check = new NavigationCheck(context);
        check.Examine([loan]);
        Assert.Contains($"Loan {loan.Id} has Book {book.Id} in Book",
            Assert.Throws<ArgumentException>(check.RequireNothingMissing).Message, StringComparison.Ordinal);

        book.BelongTo(context.TenantId);
        check.RequireNothingMissing();
    }

    private static AbExperiment CreateExperiment() => AbExperiment.Design(
        "button", "orders", AbMetricKind.Conversion, new VariantPlan("small", 0.5), [new VariantPlan("big", 0.5)], Sample.Noon);

    private sealed class LibraryContext(DbContextOptions options) : MlOpsDbContext(options)
    {
        protected override void OnModelCreating(ModelBuilder modelBuilder)
        {
            base.OnModelCreating(modelBuilder);
            modelBuilder.Entity<Loan>().HasOne(loan => loan.Book).WithMany()
                .HasForeignKey(loan => new { loan.TenantId, loan.BookId });
        }
    }

    private sealed class Book(DateTimeOffset createdAt) : Entity(createdAt);

    private sealed class Loan(DateTimeOffset createdAt) : Entity(createdAt)
    {
        public Guid? BookId { get; set; }

        public Book? Book { get; set; }
    }
}
