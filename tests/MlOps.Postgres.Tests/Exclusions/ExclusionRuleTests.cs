using Microsoft.EntityFrameworkCore;

namespace MlOps.Postgres.Tests.Exclusions;

/// <summary>Constraints against overlapping periods that would fail, or would compare tenants.</summary>
public class ExclusionRuleTests
{
    private static readonly Dictionary<string, (Action<ModelBuilder> Model, string[] Message)> Faults = new()
    {
        ["periods of all tenants"] = (
            model => Shop.NoOverlaps(Shop.Bookings(model), booking => booking.Room),
            ["Booking: its constraint ex_bookings lacks TenantId", "Add TenantId to what is equal"]),
        ["a sliced table"] = (
            model => Shop.Bookings(model).IsSlicedByTime(booking => booking.Id, SliceInterval.Month),
            ["Booking: its constraint ex_bookings refuses periods that overlap, but the table is sliced"]),
        ["a property that is not stored"] = (
            model => Shop.Bookings(model).Ignore(booking => booking.EndsAt),
            ["Booking: its constraint ex_bookings names EndsAt, which is no column of its table"]),
        ["a name that is too long"] = (
            model => Shop.Bookings(model).HasNoOverlaps(
                new string('x', 64), booking => booking.TenantId, booking => booking.StartsAt, booking => booking.EndsAt),
            ["The index or constraint 'xxx", "has 64 bytes"]),
    };

    public static TheoryData<string> Names => [.. Faults.Keys];

    [Theory, MemberData(nameof(Names))]
    public void A_fault_is_refused_with_the_entity_and_the_remedy(string fault) =>
        ModelAssert.IsRefused(Faults[fault].Model, Faults[fault].Message);

    [Fact]
    public void What_is_equal_is_named_by_properties() => Assert.Contains(
        "must name properties",
        Assert.Throws<ArgumentException>(() => MigrationSql.ListStatements(
            null, model => Shop.NoOverlaps(Shop.Bookings(model), booking => new { booking.TenantId, booking.Room.Length }))).Message,
        StringComparison.Ordinal);
}
