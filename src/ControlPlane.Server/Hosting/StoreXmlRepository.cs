using System.Text.Json;
using System.Xml.Linq;
using ControlPlane.Store;
using Microsoft.AspNetCore.DataProtection.Repositories;

namespace ControlPlane.Server.Hosting;

/// <summary>Keeps Data Protection's keys in the store, so that all replicas open each other's cookies and page tokens.</summary>
sealed class StoreXmlRepository(IServiceProvider services) : IXmlRepository
{
    const string Prefix = "data-protection/";
    // A key lives for 90 days; this many are centuries.
    const int Most = 1000;

    // Taken late: Data Protection is made before options are validated, and the store must not be opened with wrong ones.
    IStore Store => services.GetRequiredService<IStore>();

    public IReadOnlyCollection<XElement> GetAllElements() => Wait(async () =>
    {
        var documents = await Store.ListAsync(Prefix, null, Most, CancellationToken.None);
        return documents.Select(d => XElement.Parse(JsonSerializer.Deserialize<string>(d.Value.Span)!)).ToList();
    });

    public void StoreElement(XElement element, string friendlyName) => Wait(async () =>
    {
        var name = element.Attribute("id")?.Value ?? friendlyName;
        var json = JsonSerializer.SerializeToUtf8Bytes(element.ToString(SaveOptions.DisableFormatting));
        return await Store.TryWriteAsync([new($"{Prefix}{Uri.EscapeDataString(name)}", json)], CancellationToken.None);
    });

    // IXmlRepository is synchronous. It is called at start and about once a day, and our hosts own no synchronisation context that the
    // task could wait for.
#pragma warning disable VSTHRD002
    static T Wait<T>(Func<Task<T>> work) => Task.Run(work).GetAwaiter().GetResult();
#pragma warning restore VSTHRD002
}
