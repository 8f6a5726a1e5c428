using System.Xml;

namespace ControlPlane.Saml.Responses;

/// <summary>How an assertion is encrypted.</summary>
abstract class Encrypting
{
    public abstract void Encrypt(XmlElement assertion);
}
