import { Button } from '@mantine/core'
import { Component, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { goTo } from './navigation.ts'
import looks from './app.module.css'

function Broken({ again }: { readonly again: () => void }) {
  const { t } = useTranslation()
  return (
    <div role="alert" className={looks.broken}>
      <h1>{t('shell.broken.title')}</h1>
      <p>{t('shell.broken.detail')}</p>
      <Button onClick={again}>{t('shell.broken.again')}</Button>
    </div>
  )
}

/** The one place where a bug of a screen ends: it says so and offers the bench. */
export class ErrorBoundary extends Component<
  { readonly children: ReactNode },
  { broken: boolean }
> {
  override state = { broken: false }

  static getDerivedStateFromError() {
    return { broken: true }
  }

  again = () => {
    this.setState({ broken: false })
    goTo('bench')
  }

  override render() {
    return this.state.broken ? <Broken again={this.again} /> : this.props.children
  }
}
