using System.Text;
using ControlPlane.Saml.Xml;

namespace ControlPlane.Saml.Validation;

/// <summary>SAMLCore 2.5.1.4: each AudienceRestriction must name us; within one, any Audience may.</summary>
static class AudienceCheck
{
    public static void Check(Element restriction, ValidationContext context)
    {
        var expected = context.ServiceProvider.EntityId;
        var came = new List<string>();
        foreach (var audience in restriction.Children)
        {
            if (!audience.Is(Ns.Assertion, "Audience"u8) || audience.HasChildElements)
            {
                throw AssertionErrors.Malformed("its AudienceRestriction has other parts than audiences");
            }

            if (SameText.Is(audience.TrimmedBytes, expected))
            {
                return;
            }

            came.Add(Encoding.UTF8.GetString(audience.TrimmedBytes));
        }

        throw AssertionErrors.AudienceMismatch(expected, string.Join(' ', came));
    }
}
