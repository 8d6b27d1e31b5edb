using Microsoft.EntityFrameworkCore;
using MlOps.Domain.Tenancy;
using MlOps.Persistence.Events;
using MlOps.Persistence.Tests.Renamed;
using MlOps.Postgres;
using MlOps.Testing;

namespace MlOps.Persistence.Tests.Events;

/// <summary>Learning events of classes that an application adds, and that have no base class of MlOps.</summary>
[StandardNames("Its contexts have models of their own.")]
public sealed class PlainClassEventTests(TestServer server) : EmptyDatabaseTest(server)
{
    private TicketContext _context = null!;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        var builder = new DbContextOptionsBuilder<TicketContext>();
        builder.UseMlOps(DataSource).AddInterceptors(new LearningEventInterceptor(TimeProvider.System));
        _context = new TicketContext(builder.Options);
        await _context.Database.EnsureCreatedAsync();
    }

    public override async ValueTask DisposeAsync()
    {
        await _context.DisposeAsync();
        await base.DisposeAsync();
    }

    [Fact]
    public async Task Changes_of_a_tenants_class_are_recorded_unless_the_model_says_otherwise()
    {
        var ticket = new Ticket { Number = 7, Title = "old" };
        _context.AddRange(ticket, new TicketView { Number = 7 });
        await _context.SaveChangesAsync();
        ticket.Title = "new";
        await _context.SaveChangesAsync();

        Assert.Equal(Tenants.Default, ticket.TenantId);
        var events = await _context.LearningEvents.OrderBy(row => row.EventType).ToListAsync();
        Assert.Equal(["Ticket.added 7", "Ticket.modified 7"], events.Select(row => $"{row.EventType} {row.SubjectId}"));
        Assert.Contains("\"Title\"", events[1].Payload!.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_row_that_the_database_numbers_is_recorded_without_the_number()
    {
        _context.Add(new Remark { Text = "late" });
        await _context.SaveChangesAsync();

        var added = await _context.LearningEvents.SingleAsync();
        Assert.Equal(("Remark.added", null), (added.EventType, added.SubjectId));
    }

    [Fact]
    public async Task A_value_that_JSON_cannot_hold_does_not_stop_the_save()
    {
        var ticket = new Ticket { Number = 8, Title = "old" };
        _context.Add(ticket);
        await _context.SaveChangesAsync();
        (ticket.Weight, ticket.Price) = (double.NaN, 3.5m);
        await _context.SaveChangesAsync();

        var payload = (await _context.LearningEvents.SingleAsync(row => row.EventType == "Ticket.modified")).Payload!.ToString();
        Assert.Contains("\"Weight\": []", payload, StringComparison.Ordinal);
        Assert.Contains("3.5", payload, StringComparison.Ordinal);
    }

    private sealed class TicketContext(DbContextOptions options) : MlOpsDbContext(options)
    {
        protected override void OnModelCreating(ModelBuilder modelBuilder)
        {
            base.OnModelCreating(modelBuilder);
            modelBuilder.Entity<Ticket>().IsTenantOwned(ticket => ticket.TenantId).HasKey(ticket => new { ticket.TenantId, ticket.Number });
            modelBuilder.Entity<TicketView>().IsTenantOwned(view => view.TenantId).IsNotRecorded()
                .HasKey(view => new { view.TenantId, view.Number });
            modelBuilder.Entity<Remark>().IsTenantOwned(remark => remark.TenantId).HasKey(remark => new { remark.TenantId, remark.Id });
            modelBuilder.Entity<Remark>().Property(remark => remark.Id).UseIdentityAlwaysColumn();
        }
    }

    private sealed class Ticket
    {
        public double Weight { get; set; }

        public decimal Price { get; set; }

        public Guid TenantId { get; set; }

        public int Number { get; set; }

        public required string Title { get; set; }
    }

    private sealed class Remark
    {
        public Guid TenantId { get; set; }

        public long Id { get; set; }

        public required string Text { get; set; }
    }

    private sealed class TicketView
    {
        public Guid TenantId { get; set; }

        public int Number { get; set; }
    }
}
