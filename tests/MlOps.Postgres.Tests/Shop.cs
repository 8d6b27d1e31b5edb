using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using MlOps.Postgres.Tests.Entities;

namespace MlOps.Postgres.Tests;

/// <summary>Parts of a small model, from which tests put theirs together.</summary>
internal static class Shop
{
    public static EntityTypeBuilder<Order> Orders(ModelBuilder model, SliceInterval interval = SliceInterval.Month)
    {
        var order = model.Entity<Order>();
        order.ToTable("orders").HasKey(entity => new { entity.TenantId, entity.Id });
        order.IsTenantOwned(entity => entity.TenantId);
        return order.UseTptMappingStrategy().IsSlicedByTime(entity => entity.Id, interval);
    }

    public static EntityTypeBuilder<ExpressOrder> ExpressOrders(ModelBuilder model) =>
        model.Entity<ExpressOrder>().ToTable("express_orders");

    public static EntityTypeBuilder<OrderLine> Lines(ModelBuilder model)
    {
        var line = model.Entity<OrderLine>();
        line.ToTable("order_lines").HasKey(entity => new { entity.TenantId, entity.OrderId, entity.Id });
        line.HasOne<Order>().WithMany().HasForeignKey(entity => new { entity.TenantId, entity.OrderId });
        line.IsTenantOwned(entity => entity.TenantId);
        return line.IsSlicedWith<OrderLine, Order>(entity => entity.OrderId);
    }

    public static EntityTypeBuilder<Customer> Customers(ModelBuilder model)
    {
        var customer = model.Entity<Customer>();
        customer.ToTable("customers").HasKey(entity => new { entity.TenantId, entity.Id });
        return customer;
    }

    public static EntityTypeBuilder<Invoice> Invoices(ModelBuilder model)
    {
        var invoice = model.Entity<Invoice>();
        invoice.ToTable("invoices").Ignore(entity => entity.Payers).Ignore(entity => entity.Items).Ignore(entity => entity.Discount)
            .HasKey(entity => new { entity.TenantId, entity.Id });
        return invoice.IsTenantOwned(entity => entity.TenantId);
    }

    public static EntityTypeBuilder<Booking> Bookings(ModelBuilder model)
    {
        var booking = model.Entity<Booking>();
        booking.ToTable("bookings").HasKey(entity => new { entity.TenantId, entity.Id });
        booking.IsTenantOwned(entity => entity.TenantId);
        return NoOverlaps(booking, entity => new { entity.TenantId, entity.Room });
    }

    /// <summary>Bookings of which those of one room form a chain.</summary>
    public static EntityTypeBuilder<Booking> ChainedBookings(ModelBuilder model)
    {
        model.HasChains("links", "heads", "verify_rooms");
        var booking = model.Entity<Booking>();
        booking.ToTable("bookings").HasKey(entity => new { entity.TenantId, entity.Id });
        booking.IsTenantOwned(entity => entity.TenantId);
        return booking.IsChained(entity => entity.Room, entity => new { entity.Id, entity.Room, entity.StartsAt, entity.EndsAt });
    }

    public static EntityTypeBuilder<Booking> NoOverlaps(
        EntityTypeBuilder<Booking> booking, Expression<Func<Booking, object?>> equal) =>
        booking.HasNoOverlaps("ex_bookings", equal, entity => entity.StartsAt, entity => entity.EndsAt);

    public static ModelBuilder WithOrders(ModelBuilder model)
    {
        Orders(model);
        return model;
    }

    /// <summary>With orders that are neither sliced nor of tenants.</summary>
    public static ModelBuilder WithPlainOrders(ModelBuilder model)
    {
        model.Entity<Order>().ToTable("orders").UseTptMappingStrategy().HasKey(order => new { order.TenantId, order.Id });
        return model;
    }
}
