using Microsoft.EntityFrameworkCore;
using MlOps.Postgres.Tests.Entities;

namespace MlOps.Postgres.Tests.Chains;

/// <summary>Chains that no trigger could make, or that would lose rows.</summary>
public class ChainRuleTests
{
    private static readonly Dictionary<string, (Action<ModelBuilder> Model, string[] Message)> Faults = new()
    {
        ["no table of links"] = (
            model => Shop.Bookings(model).IsChained(booking => booking.Room, booking => booking.Id),
            ["Booking: its rows are chained, but the model has no table of links", "Call HasChains"]),
        ["a sliced table"] = (
            model => Shop.ChainedBookings(model).IsSlicedByTime(booking => booking.Id, SliceInterval.Month),
            ["Booking: its rows are chained, but they are in more than one table"]),
        ["no tenant"] = (
            model =>
            {
                model.HasChains("links", "heads", "verify");
                model.Entity<Booking>().ToTable("bookings").IsChained(booking => booking.Room, booking => booking.Id).HasKey(x => x.Id);
            },
            ["Booking: its rows are chained, but they belong to no tenant. Call IsTenantOwned"]),
        ["another key"] = (
            model => Shop.ChainedBookings(model).HasKey(booking => new { booking.TenantId, booking.Room }),
            ["Booking: its rows are chained, so its key must be TenantId and an id of type Guid"]),
        ["a property that is not stored"] = (
            model => Shop.ChainedBookings(model).Ignore(booking => booking.EndsAt),
            ["Booking: its chain names EndsAt, which is no column of its table"]),
    };

    public static TheoryData<string> Names => [.. Faults.Keys];

    [Theory, MemberData(nameof(Names))]
    public void A_fault_is_refused_with_the_entity_and_the_remedy(string fault) =>
        ModelAssert.IsRefused(Faults[fault].Model, Faults[fault].Message);
}
